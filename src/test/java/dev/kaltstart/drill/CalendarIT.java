package dev.kaltstart.drill;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;

/** On PostgreSQL. */
@SuppressWarnings("NullAway.Init")
class CalendarIT extends CalendarContract {

    private static DataSource database;

    @BeforeAll
    static void start() throws IOException {
        database = SharedPostgres.fresh().dataSource();
    }

    @Override
    DataSource database() {
        return database;
    }
}
