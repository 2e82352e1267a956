package dev.kaltstart.shell;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Real processes in a home of their own, and a real journal that outlives every shell. */
public final class Bench {

    public final Redaction redaction = new Redaction();
    final Path home;
    final JdbcClient jdbc;
    public final CommandLog log;
    final CommandRows journal;

    public Bench(Path home) {
        this(
                home,
                new EmbeddedDatabaseBuilder()
                        .setType(EmbeddedDatabaseType.H2)
                        .generateUniqueName(true)
                        .build());
    }

    Bench(Path home, DataSource database) {
        this.home = home;
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V2__command.sql"),
                        new ClassPathResource("db/migration/V12__command_subject.sql"))
                .execute(database);
        jdbc = JdbcClient.create(database);
        journal = new CommandRows(jdbc, Clock.systemUTC(), new DataSourceTransactionManager(database));
        log = journal;
    }

    /** A shell without memory of earlier ones, as after a restart. */
    Shell shell(String step) {
        return shells().of("r1", step, runner());
    }

    public Shells shells() {
        return shells(new StaticListableBeanFactory());
    }

    /** Shells whose commands need to pass the fence. */
    Shells shells(Fence fence) {
        return shells(new StaticListableBeanFactory(Map.of("fence", fence)));
    }

    private Shells shells(StaticListableBeanFactory fences) {
        return new JournaledShells(
                journal, redaction, runner(), Clock.systemUTC(), fences.getBeanProvider(Fence.class));
    }

    LocalRunner runner() {
        return new LocalRunner(new Home(home), redaction);
    }

    /** Starts the n-th command of a step and is killed before it observes the end. */
    public void beginAndDie(String recovery, String step, int number, Command command) {
        String id = step + "-" + number;
        journal.intend(
                id,
                recovery,
                step,
                number,
                command.line(),
                JournaledShell.hash(new Home(home).relative(command)),
                place());
        Runner.Running running = runner().start(id, command);
        journal.started(id, running.pid(), running.begun());
    }

    Spool spool(String id) {
        return new Spool(home.resolve("spool").resolve(id), redaction);
    }

    /** The working directory of its commands. */
    String place() {
        return runner().place();
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
