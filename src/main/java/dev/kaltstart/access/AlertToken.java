package dev.kaltstart.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The token of alert senders. Only its SHA-256 is stored; it is too long to be guessed from that. */
@Component
class AlertToken {

    private static final String NAME = "alert";

    private final JdbcClient jdbc;
    private final Clock clock;

    AlertToken(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean exists() {
        return stored().isPresent();
    }

    boolean is(String token) {
        byte[] shown = bytes(sha256(token));
        return stored().filter(kept -> MessageDigest.isEqual(bytes(kept), shown))
                .isPresent();
    }

    void set(String token) {
        int updated = jdbc.sql("update access_token set sha256 = ?, created_at = ? where name = ?")
                .params(sha256(token), now(), NAME)
                .update();
        if (updated == 0) {
            jdbc.sql("insert into access_token (name, sha256, created_at) values (?, ?, ?)")
                    .params(NAME, sha256(token), now())
                    .update();
        }
    }

    private Optional<String> stored() {
        return jdbc.sql("select sha256 from access_token where name = ?")
                .param(NAME)
                .query(String.class)
                .optional();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
