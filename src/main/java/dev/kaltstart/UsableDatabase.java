package dev.kaltstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Migrates the tables and checks that the database is writable: a read-only one would otherwise be noticed in the middle
 * of a recovery. A file that a power loss has emptied does not count as a first start.
 */
@Component
class UsableDatabase implements FlywayMigrationStrategy {

    private static final Pattern FILE =
            Pattern.compile("jdbc:h2:(?:file:|async:|nio:)?(?!mem:|tcp:|ssl:|zip:)([^;]+).*");
    private static final String MARK =
            "There is a database beside this file. While this file is here, an empty one is not taken for a first start.\n";

    private final Optional<Path> mark;

    private final String writtenIn;

    UsableDatabase(
            @Value("${spring.datasource.url:}") String url, @Value("${kaltstart.database-zone:}") String writtenIn) {
        this.writtenIn = writtenIn;
        Matcher file = FILE.matcher(url);
        this.mark = file.matches() ? Optional.of(Path.of(file.group(1) + ".used")) : Optional.empty();
    }

    /** @throws Emptied when there was a database here, and is none any more */
    @Override
    public void migrate(Flyway flyway) {
        if (mark.filter(Files::exists).isPresent() && flyway.info().applied().length == 0) {
            throw new Emptied(
                    "The database is empty, and it was not: its file is gone or was cut, as by a power loss.");
        }
        flyway.migrate();
        var source = flyway.getConfiguration().getDataSource();
        // changes no row, and is refused all the same where nothing may be written
        JdbcClient.create(source).sql("update recovery set id = id where 1 = 0").update();
        new DatabaseZone(source, UtcZone.before().toZoneId()).require(writtenIn);
        mark.ifPresent(UsableDatabase::write);
    }

    private static void write(Path mark) {
        try {
            if (!Files.exists(mark)) {
                Files.writeString(mark, MARK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + mark, e);
        }
    }

    /** The data of an existing database has disappeared. */
    static class Emptied extends RuntimeException {
        Emptied(String message) {
            super(message);
        }
    }
}
