package dev.kaltstart;

import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings the tables up to date, and sees to it that the database takes what is written: one that only lets itself be read
 * would be noticed in the middle of a recovery.
 */
@Component
class UsableDatabase implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        flyway.migrate();
        // changes no row, and is refused all the same where nothing may be written
        JdbcClient.create(flyway.getConfiguration().getDataSource())
                .sql("update recovery set id = id where 1 = 0")
                .update();
    }
}
