package dev.kaltstart.approval;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;

/** On PostgreSQL, where a second update waits for the first instead of failing. */
class SingleUseApprovalsIT extends SingleUseContract {

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
