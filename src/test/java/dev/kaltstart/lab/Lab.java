package dev.kaltstart.lab;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** What {@code src/lab/lab up} has started, as it tells in its file {@code run/env}. */
public final class Lab {

    private static final String PREFIX = "KALTSTART_LAB_";

    private final Map<String, String> settings;

    private Lab(Map<String, String> settings) {
        this.settings = settings;
    }

    /** @throws AssertionError when it is not up: what was not compared must not look as if it were the same */
    public static Lab here() {
        Path file = run().resolve("env");
        if (!Files.exists(file)) {
            throw new AssertionError("the lab is not up: start it with src/lab/lab up");
        }
        try (var lines = Files.lines(file)) {
            return new Lab(lines.map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(
                            pair -> pair[0].substring(PREFIX.length()), pair -> pair[1].replace("\\", ""))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path run() {
        var environment = System.getenv();
        if (environment.containsKey("KALTSTART_LABS")) {
            return ofThisProcess(environment.get("KALTSTART_LABS").split(File.pathSeparator));
        }
        String home = environment.getOrDefault(
                "XDG_CACHE_HOME",
                Path.of(System.getProperty("user.home"), ".cache").toString());
        String cache = environment.getOrDefault("KALTSTART_LAB_CACHE", home + "/kaltstart-lab");
        return Path.of(environment.getOrDefault("KALTSTART_LAB_RUN", cache + "/run"));
    }

    /** Processes that test at the same time have a lab each. */
    private static Path ofThisProcess(String... labs) {
        return Path.of(labs[(Integer.getInteger("kaltstart.test.fork", 1) - 1) % labs.length]);
    }

    /** The program of a tool. Where the lab was started without it, the test is skipped, and says so. */
    public Path tool(String name) {
        return Path.of(setting("TOOL_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), name));
    }

    /** Skips the test where one of these servers does not run. */
    public Lab with(String... servers) {
        for (String server : servers) {
            Assumptions.assumeTrue(Files.exists(run().resolve("pid").resolve(server)), "MISSING in the lab: " + server);
        }
        return this;
    }

    /** Something it tells, by the name in its file without what all of them begin with. */
    public String setting(String name) {
        return setting(name, name);
    }

    private String setting(String name, String message) {
        Assumptions.assumeTrue(settings.containsKey(name), "MISSING in the lab: " + message);
        return Objects.requireNonNull(settings.get(name));
    }

    /** The nodes are the same for all: only one at a time may have them. @return the turn, until it is closed */
    FileChannel turn() {
        try {
            var turn = FileChannel.open(run().resolve("turn"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            turn.lock();
            return turn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With controllers and nodes. */
    public KubernetesClient kubernetes() {
        return with("kube-controller-manager", "kube-scheduler", "kwok").api();
    }

    /** As an administrator. It tells of a failure instead of hiding it behind its own retries. */
    KubernetesClient api() {
        with("kube-apiserver");
        try {
            var config = Config.fromKubeconfig(Files.readString(Path.of(setting("KUBECONFIG"))));
            return new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder(config)
                            .withRequestRetryBackoffLimit(0)
                            .build())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
