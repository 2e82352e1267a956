package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.config.ClusterSettings;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.config.ConfigurationSource;
import dev.kaltstart.cluster.config.UnusableConfiguration;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.machines.MachineSources;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/** {@code check}: prints what Kaltstart understands of its clusters, and every problem, without starting anything. */
@NamedInterface("check")
public final class CheckCommand {

    /** Kaltstart can work on at least one kind of disaster of every cluster. */
    public static final int GOOD = 0;

    /** Kaltstart can do nothing for a cluster. */
    public static final int BAD = 1;

    /** Wrong usage. */
    public static final int MISUSED = 2;

    private final PrintStream out;
    private final Map<String, String> environment;
    private final Path directory;

    /** @param directory the base of relative paths */
    CheckCommand(PrintStream out, Map<String, String> environment, Path directory) {
        this.out = out;
        this.environment = environment;
        this.directory = directory;
    }

    /** Whether the arguments call this command. */
    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("check");
    }

    /**
     * Runs the command.
     *
     * @param arguments beginning with {@code check}
     * @return the exit code
     */
    public static int run(String[] arguments, PrintStream out) {
        return new CheckCommand(out, System.getenv(), Path.of(""))
                .run(List.of(arguments).subList(1, arguments.length));
    }

    int run(List<String> options) {
        try {
            var arguments = CheckArguments.of(options);
            if (arguments.help()) {
                out.print(CheckArguments.USAGE);
                return GOOD;
            }
            return check(arguments);
        } catch (CheckArguments.Misused e) {
            out.printf("%s%n%n%s", e.getMessage(), CheckArguments.USAGE);
            return MISUSED;
        } catch (UnusableConfiguration e) {
            out.printf(
                    "The configuration cannot be used:%n%n%s%n%nCorrect the lines above, then run check again.%n",
                    e.getMessage());
            return BAD;
        }
    }

    private int check(CheckArguments arguments) {
        if (arguments.repository() != null) {
            return report(directory.resolve(arguments.repository()), arguments.cluster());
        }
        var source = source(arguments);
        if (source.isSample() && isRepository()) {
            return report(directory, arguments.cluster());
        }
        if (source.isSample()) {
            out.printf("There is no kaltstart.yaml here, so this is the sample that comes with Kaltstart.%n%n");
        }
        return source.clusters().stream().mapToInt(this::report).max().orElse(GOOD);
    }

    private ConfigurationSource source(CheckArguments arguments) {
        var config = arguments.config() == null ? environment.get("KALTSTART_CONFIG") : arguments.config();
        var named = config == null ? null : directory.resolve(config);
        var home = directory.resolve(environment.getOrDefault("KALTSTART_HOME", "kaltstart-home"));
        return new ConfigurationSource(named, home, directory);
    }

    private boolean isRepository() {
        var ignored = new Problems();
        return Checkout.open(directory, ignored)
                .filter(checkout -> !MachineSources.of(checkout, ignored).isEmpty())
                .isPresent();
    }

    /** Of a repository with several clusters, all are checked unless one is chosen. */
    private int report(Path repository, @Nullable String cluster) {
        var absolute = repository.toAbsolutePath().normalize();
        var overrides = cluster == null ? Overrides.NONE : Overrides.NONE.at(cluster);
        var discovered = Discovery.discover(absolute, overrides);
        if (discovered.clusters().isEmpty()) {
            return print(CheckedCluster.unnamed(absolute, discovered));
        }
        out.printf("This repository has %d clusters.%n%n", discovered.clusters().size());
        return discovered.clusters().stream()
                .mapToInt(one -> print(CheckedCluster.unnamed(
                        absolute, Discovery.discover(absolute, Overrides.NONE.at(one.directory())))))
                .max()
                .orElse(BAD);
    }

    private int report(ClusterSettings settings) {
        return print(CheckedCluster.named(
                settings, Discovery.discover(settings.repository().checkout(), settings.overrides())));
    }

    private int print(CheckedCluster cluster) {
        new CheckReport(out, new InstalledTools(environment.getOrDefault("PATH", ""))).print(cluster);
        return cluster.isUsable() ? GOOD : BAD;
    }
}
