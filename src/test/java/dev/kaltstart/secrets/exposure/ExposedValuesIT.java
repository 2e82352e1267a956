package dev.kaltstart.secrets.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.jvm.SharedPostgres;
import dev.kaltstart.secrets.exposure.ExposedValue.Answer;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On PostgreSQL. */
class ExposedValuesIT {

    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void keepsAValueAndWhatBecameOfIt() throws IOException {
        var database = SharedPostgres.fresh().dataSource();
        Flyway.configure().dataSource(database).load().migrate();
        var rows = new ExposedValues(JdbcClient.create(database));
        var value = new ExposedValue(
                "id",
                "paperless.admin",
                "f".repeat(520),
                "[\"a\"]",
                ValueKind.ADMIN_PASSWORD,
                "",
                1,
                "a".repeat(40),
                AT,
                "b".repeat(64),
                AT,
                true,
                "encrypted for the leaked age key",
                Answer.NONE);

        rows.store("r-1", List.of(value));
        rows.store("r-1", List.of(value));
        assertThat(rows.of("r-1")).containsExactly(value);
        rows.answer("r-1", "paperless.admin", State.SKIPPED, "x".repeat(3000), null, AT);
        rows.store("r-1", List.of(value));

        assertThat(rows.of("r-1", "paperless.admin")).singleElement().satisfies(kept -> {
            assertThat(kept.answer().state()).isEqualTo(State.SKIPPED);
            assertThat(kept.answer().proof()).hasSize(2000);
            assertThat(kept.answer().at()).isEqualTo(AT);
        });
        assertThat(rows.of("r-2")).isEmpty();
    }
}
