package dev.kaltstart.shell;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Real processes under a home of their own, and a real journal that outlives every shell. */
final class Bench {

    final Redaction redaction = new Redaction();
    final Path home;
    final JdbcClient jdbc;
    final CommandRows journal;

    Bench(Path home) {
        this.home = home;
        var database = new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build();
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V2__command.sql")).execute(database);
        jdbc = JdbcClient.create(database);
        journal = new CommandRows(jdbc, Clock.systemUTC(), new DataSourceTransactionManager(database));
    }

    /** A shell that knows nothing of those before it, as after a restart. */
    Shell shell(String step) {
        return shells().of("r1", step, runner());
    }

    Shells shells() {
        return new JournaledShells(journal, redaction, runner(), Clock.systemUTC());
    }

    LocalRunner runner() {
        return new LocalRunner(new Home(home), redaction);
    }

    Spool spool(String id) {
        return new Spool(home.resolve("spool").resolve(id), redaction);
    }

    static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    static long pid(Path file) {
        return SmallFile.read(file)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Long::valueOf)
                .orElse(-1L);
    }

    static boolean alive(long pid) {
        return ProcessStat.of(pid).filter(stat -> !stat.dead()).isPresent();
    }
}
