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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose command lines answer as a test has written down, word for word. A talosctl that nothing is written down
 * for does not answer; any other command fails the test.
 */
public final class FakeCluster implements Cluster {

    private final Inventory inventory;
    private final Map<String, Deque<Result>> script = new HashMap<>();
    private final List<Command> acts = new ArrayList<>();
    private final Map<String, Runnable> effects = new HashMap<>();
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

    /** These results, one after the other; the last one again and again. */
    public FakeCluster when(String line, Result... results) {
        script.put(line, new ArrayDeque<>(List.of(results)));
        return this;
    }

    /** A talosctl against one address, told without its globals. */
    public FakeCluster talos(String address, String words, Result... results) {
        return when(talosLine(address, words), results);
    }

    public static String talosLine(String address, String words) {
        return "talosctl -n " + address + " -e " + address + " " + words;
    }

    /** What a command does to the world. */
    public FakeCluster effect(String line, Runnable effect) {
        effects.put(line, effect);
        return this;
    }

    /** Commands that were run to act, not to look. */
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

    /** Waiting takes no time, but the clock moves on. */
    @Override
    public Duration pace(Duration duration) {
        pass(duration);
        return Duration.ZERO;
    }

    @Override
    public Shell shell() {
        return command -> {
            acts.add(command);
            effects.getOrDefault(command.line(), () -> {}).run();
            return answer(command);
        };
    }

    @Override
    public Shell looking() {
        return this::answer;
    }

    private Result answer(Command command) {
        Deque<Result> results = script.get(command.line());
        if (results != null) {
            return results.size() > 1 ? results.removeFirst() : results.getFirst();
        }
        if (command.program().equals("talosctl")) {
            return new Result(Result.Ending.STOPPED, -1, "", "");
        }
        throw new AssertionError("nothing is written down for: " + command.line());
    }

    /** Where no test has given one, nobody answers at the API. */
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
