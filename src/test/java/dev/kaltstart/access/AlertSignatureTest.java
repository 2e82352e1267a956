package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class AlertSignatureTest {

    /** {@code printf '{}' | openssl dgst -sha256 -hmac 'chosen token'} */
    private static final String OPENSSL = "sha256=6ae97ecc48265018b20c65cd60397f1ef19790c7156b859e9feed91215da5dd4";

    private final AlertToken token = token();

    @Test
    void isWhatOtherToolsSay() {
        token.set("chosen token");

        assertThat(signature("chosen token").is(OPENSSL, bytes("{}"))).isTrue();
        assertThat(signature("chosen token").is(OPENSSL, bytes("{ }"))).isFalse();
    }

    @Test
    void needsATokenThatIsKnown() {
        assertThat(signature("").mayBe(OPENSSL)).isFalse();
        assertThat(signature("chosen token").mayBe(OPENSSL)).isTrue();
    }

    @Test
    void aTokenThatWasChangedElsewhereSignsNothingAnyMore() {
        token.set("another token");

        assertThat(signature("chosen token").is(OPENSSL, bytes("{}"))).isFalse();
    }

    private AlertSignature signature(String configured) {
        return new AlertSignature(new AccessProperties(null, configured, java.util.List.of()), token);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AlertToken token() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        return new AlertToken(JdbcClient.create(database), Clock.systemUTC());
    }
}
