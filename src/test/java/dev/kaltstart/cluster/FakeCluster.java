package dev.kaltstart.cluster;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose commands return the results that a test has prepared, matched word for word. A talosctl command
 * without a prepared result gets no answer; any other such command fails the test.
 */
public final class FakeCluster implements Cluster {

    private final Inventory inventory;
    private final Map<String, Deque<Result>> script = new HashMap<>();
    private final List<Command> acts = new ArrayList<>();
    private final Map<String, Runnable> effects = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final TestClock clock = new TestClock();
    private @Nullable KubernetesClient kubernetes;

    public FakeCluster(Inventory inventory) {
        this.inventory = inventory;
    }

    public static FakeCluster homelab() {
        return new FakeCluster(FakeInventory.homelab());
    }

    public static FakeCluster single() {
        return new FakeCluster(FakeInventory.single());
    }

    public FakeCluster with(KubernetesClient client) {
        kubernetes = client;
        return this;
    }

    /** These results in order; the last one repeats. */
    public FakeCluster when(String line, Result... results) {
        script.put(line, new ArrayDeque<>(List.of(results)));
        return this;
    }

    /** A program that is not installed. */
    public FakeCluster without(String program) {
        missing.add(program);
        return this;
    }

    /** A talosctl command against one address, given without its global flags. */
    public FakeCluster talos(String address, String message, Result... results) {
        return when(talosLine(address, message), results);
    }

    public static String talosLine(String address, String message) {
        return "talosctl -n " + address + " -e " + address + " " + message;
    }

    /** The effect of a command on the world. */
    public FakeCluster effect(String line, Runnable effect) {
        effects.put(line, effect);
        return this;
    }

    /** The recorded commands, without the read-only ones. */
    public List<String> acts() {
        return acts.stream().map(Command::line).toList();
    }

    public List<Command> actCommands() {
        return List.copyOf(acts);
    }

    public FakeCluster pass(Duration time) {
        clock.now = clock.now.plus(time);
        return this;
    }

    @Override
    public String name() {
        return inventory.name();
    }

    @Override
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /** Waiting takes no wall-clock time, but advances the clock. */
    @Override
    public Duration pace(Duration duration) {
        pass(duration);
        return Duration.ZERO;
    }

    @Override
    public Shell shell() {
        return command -> {
            acts.add(command);
            return answer(command);
        };
    }

    @Override
    public Shell looking() {
        return this::answer;
    }

    private Result answer(Command command) {
        if (missing.contains(command.program())) {
            throw new Shell.MissingTool("'" + command.program() + "' is not installed here");
        }
        effects.getOrDefault(command.line(), () -> {}).run();
        Deque<Result> results = script.get(command.line());
        if (results != null) {
            return results.size() > 1 ? results.removeFirst() : results.getFirst();
        }
        if (command.program().equals("talosctl")) {
            return new Result(Result.Ending.STOPPED, -1, "", "");
        }
        throw new AssertionError("nothing is written down for: " + command.line());
    }

    /** Without a prepared API, connections to it are refused. */
    @Override
    public KubernetesClient kubernetes() {
        if (kubernetes == null) {
            var nowhere = new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:1/")
                    .withRequestRetryBackoffLimit(0)
                    .withConnectionTimeout(500)
                    .build();
            kubernetes = new KubernetesClientBuilder().withConfig(nowhere).build();
        }
        return kubernetes;
    }

    private static final class TestClock extends Clock {

        private Instant now = Instant.parse("2026-11-23T10:00:00Z");

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
