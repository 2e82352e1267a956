package dev.kaltstart.recovery.web;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real PostgreSQL, with the profile and the variables that an operator sets. */
@ActiveProfiles("postgresql")
class RestPostgresIT extends RestTest {

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) throws IOException {
        var database = SharedPostgres.fresh();
        properties.add("KALTSTART_DATABASE_URL", database::url);
        properties.add("KALTSTART_DATABASE_USER", () -> SharedPostgres.USER);
    }
}
