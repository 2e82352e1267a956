package dev.kaltstart.access;

import com.zaxxer.hikari.HikariDataSource;
import dev.kaltstart.audit.HostChain;
import dev.kaltstart.engine.people.HostPeople;
import dev.kaltstart.shell.HeldHome;
import dev.kaltstart.shell.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The Kaltstart of this host as its owner reaches it without the server: home and database, and nothing that runs. The
 * configuration of clusters is not read; it may be what is broken.
 */
final class HostKaltstart implements AutoCloseable {

    private static final String EMBEDDED = "jdbc:h2:";
    private static final int CONNECTIONS = 3;
    private static final int PATIENCE_MILLIS = 10_000;

    private final @Nullable HeldHome held;
    private final HikariDataSource source;
    private final HostPeople people;
    private final HostChain chain;
    private final TransactionTemplate transaction;
    private final Clock clock;

    private HostKaltstart(@Nullable HeldHome held, Home home, HikariDataSource source, Clock clock) {
        this.held = held;
        this.clock = clock;
        this.source = source;
        var transactions = new JdbcTransactionManager(source);
        this.transaction = new TransactionTemplate(transactions);
        this.chain = new HostChain(source, transactions, home, held != null);
        this.people = HostPeople.on(source, transactions);
    }

    /**
     * @param settings as NAME=VALUE with two hyphens, besides those of the environment
     * @throws PersonRefused when this is not the owner, or the server has the database to itself, or there is none
     */
    static HostKaltstart open(List<String> settings) {
        try (var context = settings(settings)) {
            var home = new Home(Path.of(context.getEnvironment().getProperty("kaltstart.home", "./kaltstart-home")));
            var database = context.getBean(DataSourceProperties.class);
            HeldHome held = HostHome.hold(home, database.determineUrl().startsWith(EMBEDDED))
                    .orElse(null);
            try {
                return open(held, home, database, context.getBean(Clock.class));
            } catch (RuntimeException e) {
                release(held);
                throw e;
            }
        }
    }

    private static ConfigurableApplicationContext settings(List<String> settings) {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.main.web-application-type=none", "logging.level.root=ERROR")
                .run(settings.toArray(String[]::new));
    }

    private static HostKaltstart open(@Nullable HeldHome held, Home home, DataSourceProperties database, Clock clock) {
        var source = new HikariDataSource();
        String url = database.determineUrl();
        // an empty database is no answer
        source.setJdbcUrl(url.startsWith(EMBEDDED) ? url + ";IFEXISTS=TRUE" : url);
        source.setUsername(database.determineUsername());
        source.setPassword(database.determinePassword());
        source.setMaximumPoolSize(CONNECTIONS);
        source.setConnectionTimeout(PATIENCE_MILLIS);
        reach(source);
        try {
            return new HostKaltstart(held, home, source, clock);
        } catch (HostPeople.UnknownTables e) {
            source.close();
            throw new PersonRefused("The tables in the database are missing, or not those of this version."
                    + " Start the server of this version once, then repeat this.");
        }
    }

    /** Before there is a pool, which would log a stack trace. */
    private static void reach(HikariDataSource source) {
        try {
            DriverManager.getConnection(source.getJdbcUrl(), source.getUsername(), source.getPassword())
                    .close();
        } catch (SQLException e) {
            throw new PersonRefused("The database does not let this in: " + e.getMessage()
                    + "\nThe settings must be those of the server: KALTSTART_HOME, or SPRING_PROFILES_ACTIVE=postgresql"
                    + " with KALTSTART_DATABASE_URL, _USER and _PASSWORD.");
        }
    }

    HostPeople people() {
        return people;
    }

    Map<String, HostChain.Trace> traces() {
        return chain.traces();
    }

    /** Both are kept, the change and its event in the audit chain, or neither. */
    void change(String action, String name, String message, Runnable change) {
        transaction.executeWithoutResult(status -> {
            change.run();
            chain.record(clock.instant(), action, name, System.getProperty("user.name", "unknown"), message);
        });
    }

    @Override
    public void close() {
        people.close();
        source.close();
        release(held);
    }

    private static void release(@Nullable HeldHome held) {
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the home", e);
        }
    }

    /** No configuration to the server, which scans for those. */
    @EnableConfigurationProperties(DataSourceProperties.class)
    static class Settings {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
