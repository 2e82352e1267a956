package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.config.ClusterSettings;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.config.ConfigurationSource;
import dev.kaltstart.cluster.config.UnusableConfiguration;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.machines.MachineSources;
import dev.kaltstart.cluster.seen.SeenNodesFile;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** Of more, only their names are printed: each is read on its own. */
    private static final int CLUSTERS = 30;

    private final PrintStream out;
    private final PrintStream complaints;
    private final Map<String, String> environment;
    private final Path directory;
    private final boolean terminal;

    /**
     * @param directory the base of relative paths
     * @param terminal whether a person looks at the output
     */
    CheckCommand(
            PrintStream out,
            PrintStream complaints,
            Map<String, String> environment,
            Path directory,
            boolean terminal) {
        this.out = out;
        this.complaints = complaints;
        this.environment = environment;
        this.directory = directory;
        this.terminal = terminal;
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
    public static int run(String[] arguments, PrintStream out, PrintStream complaints) {
        return new CheckCommand(out, complaints, System.getenv(), Path.of(""), Colours.isTerminal())
                .run(List.of(arguments).subList(1, arguments.length));
    }

    int run(List<String> options) {
        try {
            var arguments = CheckArguments.of(options);
            if (arguments.help()) {
                out.print(CheckArguments.USAGE);
                return GOOD;
            }
            var output = output(arguments);
            int code = print(arguments, output);
            output.end();
            return code;
        } catch (CommandOptions.Misused e) {
            complaints.printf("%s%n%n%s", e.getMessage(), CheckArguments.USAGE);
            return MISUSED;
        }
    }

    private CheckOutput output(CheckArguments arguments) {
        return arguments.json()
                ? new CheckJson(out, complaints)
                : new CheckReport(
                        out,
                        new InstalledTools(environment.getOrDefault("PATH", "")),
                        Colours.of(environment, terminal));
    }

    private int print(CheckArguments arguments, CheckOutput output) {
        try {
            return clusters(arguments, output)
                    .mapToInt(cluster -> {
                        output.print(cluster);
                        return cluster.isUsable() ? GOOD : BAD;
                    })
                    .max()
                    .orElse(BAD);
        } catch (UnusableConfiguration e) {
            output.note("The configuration cannot be used:%n%n%s%n%nCorrect the lines above, then run check again."
                    .formatted(e.getMessage()));
            return BAD;
        }
    }

    /** Each cluster is read when it is asked for, so that the first one is printed soon. */
    private Stream<CheckedCluster> clusters(CheckArguments arguments, CheckOutput output) {
        if (arguments.repository() != null) {
            return clusters(directory.resolve(arguments.repository()), arguments.cluster(), output);
        }
        var source = source(arguments);
        if (source.isSample() && isRepository()) {
            return clusters(directory, arguments.cluster(), output);
        }
        if (source.isSample()) {
            output.note("There is no kaltstart.yaml here, so this is the sample that comes with Kaltstart.");
        }
        return source.clusters().stream().map(settings -> checked(settings, output));
    }

    private ConfigurationSource source(CheckArguments arguments) {
        var config = arguments.config() == null ? environment.get("KALTSTART_CONFIG") : arguments.config();
        var named = config == null ? null : directory.resolve(config);
        return new ConfigurationSource(named, home(), directory);
    }

    private Path home() {
        return directory.resolve(environment.getOrDefault("KALTSTART_HOME", "kaltstart-home"));
    }

    private boolean isRepository() {
        var ignored = new Problems();
        return Checkout.open(directory, ignored)
                .filter(checkout -> !MachineSources.of(checkout, ignored).isEmpty())
                .isPresent();
    }

    /** Of a repository with several clusters, all are checked unless one is chosen. */
    private Stream<CheckedCluster> clusters(Path repository, @Nullable String cluster, CheckOutput output) {
        var absolute = repository.toAbsolutePath().normalize();
        var overrides = cluster == null ? Overrides.NONE : Overrides.NONE.at(cluster);
        var discovered = Discovery.discover(absolute, overrides);
        var several = discovered.clusters();
        if (several.isEmpty() || several.size() > CLUSTERS) {
            return Stream.of(CheckedCluster.unnamed(absolute, discovered));
        }
        output.note("This repository has %d clusters.".formatted(several.size()));
        return several.stream()
                .map(one -> CheckedCluster.unnamed(
                        absolute, Discovery.discover(absolute, Overrides.NONE.at(one.choice(several)))));
    }

    private CheckedCluster checked(ClusterSettings settings, CheckOutput output) {
        return CheckedCluster.named(
                settings,
                Discovery.discover(settings.repository().checkout(), settings.overrides(), seen(settings, output)));
    }

    /** What a Kaltstart with this home has seen of the live cluster. */
    private List<SeenNode> seen(ClusterSettings settings, CheckOutput output) {
        try {
            return settings.twin() ? List.of() : SeenNodesFile.in(home()).of(settings.name());
        } catch (UnreadableYaml e) {
            output.note("%s: %s".formatted(e.at(), e.message()));
            return List.of();
        }
    }
}
