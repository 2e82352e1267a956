package dev.kaltstart.audit;

import dev.kaltstart.audit.ChainVerdict.Broken;
import dev.kaltstart.audit.ChainVerdict.Sound;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.CannotCreateTransactionException;

/** {@code audit verify}: verifies the chain. Read-only; starts no server. */
public final class AuditCommand {

    static final int SOUND = 0;
    static final int BROKEN = 1;
    static final int MISUSED = 2;

    static final String USAGE = """
            Usage: kaltstart audit verify

            Checks each event of the audit chain, its place and the end of the chain, and says where it breaks.
            With the embedded database, Kaltstart must not run meanwhile; with PostgreSQL it may.

            Exit codes: 0 as it was written, 1 tampered with or not to be read, 2 called wrongly.
            """;

    private final PrintStream out;
    private final List<String> settings;

    /** @param settings of the Kaltstart that owns the chain, as --NAME=VALUE */
    AuditCommand(PrintStream out, String... settings) {
        this.out = out;
        this.settings = List.of(settings);
    }

    /** True if the arguments call this command. */
    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("audit");
    }

    /**
     * Runs the command.
     *
     * @param arguments beginning with {@code audit}
     * @return the exit code
     */
    public static int run(String[] arguments, PrintStream out) {
        return new AuditCommand(out).run(List.of(arguments).subList(1, arguments.length));
    }

    int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(USAGE);
            return SOUND;
        }
        if (!words.equals(List.of("verify"))) {
            out.print(USAGE);
            return MISUSED;
        }
        try (var context = start()) {
            return verify(context);
        }
    }

    /** Loads only settings and database: no lock on the home, no migration, no background work. */
    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.main.web-application-type=none", "logging.level.root=ERROR")
                .run(settings.toArray(String[]::new));
    }

    private int verify(ConfigurableApplicationContext context) {
        Path home = Path.of(context.getEnvironment().getProperty("kaltstart.home", "./kaltstart-home"));
        var database = context.getBean(DataSourceProperties.class);
        String url = database.determineUrl();
        var source = new DriverManagerDataSource(
                // an empty database must not count as verified
                url.startsWith("jdbc:h2:") ? url + ";IFEXISTS=TRUE" : url,
                database.determineUsername(),
                database.determinePassword());
        try {
            return say(new ChainCheck(source, new HeadFile(home.toAbsolutePath())).check());
        } catch (BadSqlGrammarException e) {
            out.println("No audit chain in this database: no Kaltstart of this version has run on it.");
            return BROKEN;
        } catch (DataAccessException | CannotCreateTransactionException e) {
            out.printf(
                    "The database cannot be read: %s%nIf Kaltstart is running on it, stop it first.%n",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return BROKEN;
        }
    }

    private int say(ChainVerdict verdict) {
        if (verdict instanceof Broken broken) {
            out.printf(
                    "The audit chain was tampered with: %s.%n%s%n",
                    broken.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '), broken.message());
            return BROKEN;
        }
        if (verdict instanceof Sound sound) {
            out.printf(
                    "The audit chain is as it was written: %d events, the last one is %s.%n",
                    sound.head().events(), sound.head().hash());
            if (sound.newer() > 0) {
                out.printf(
                        "%d of them are newer than %s: written by another Kaltstart on this database, or right before"
                                + " a crash.%n",
                        sound.newer(), HeadFile.NAME);
            }
        }
        return SOUND;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DataSourceProperties.class)
    static class Settings {}
}
