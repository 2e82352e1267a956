package dev.kaltstart.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shells;
import dev.kaltstart.twin.store.Json;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/** A rehearsal under the test's own clock: time passes when the test says so. */
final class TwinFixture implements AutoCloseable {

    static final String RECOVERY = "nf-2026-0001";

    private final Path home;
    private final Clusters.Protected cluster;
    private final TestClock wall = new TestClock();
    private final Shells shells;
    private Twins twins;
    private TwinRehearsals rehearsals;

    private TwinFixture(Path directory, List<Node> nodes) {
        this(directory, described(directory, nodes), DirectShells.withoutPrograms());
    }

    private TwinFixture(Path directory, Clusters.Protected cluster, Shells shells) {
        this.home = directory.resolve("home");
        this.cluster = cluster;
        this.shells = shells;
        start();
    }

    /** The sample as it is shipped, with Git on this machine. */
    static TwinFixture sample(Path directory) {
        return new TwinFixture(directory, sampled(directory), DirectShells.withRealPrograms());
    }

    /** The sample, with the inventory that is read from it. */
    static TwinFixture sampleAsRead(Path directory) {
        sampled(directory);
        var read = Discovery.discover(directory.resolve("checkout"), Overrides.NONE);
        var known = new Clusters.Protected("homelab", true, List.of(), Objects.requireNonNull(read.inventory()));
        return new TwinFixture(directory, known, DirectShells.withRealPrograms());
    }

    /** The sample, of whose machines nothing is known. */
    static TwinFixture withoutNodes(Path directory) {
        sampled(directory);
        var known =
                new Clusters.Protected("homelab", true, List.of(), inventory(directory.resolve("checkout"), List.of()));
        return new TwinFixture(directory, known, DirectShells.withRealPrograms());
    }

    static TwinFixture sample(Path directory, DirectShells shells) {
        return new TwinFixture(directory, sampled(directory), shells);
    }

    static Clusters.Protected sampled(Path directory) {
        Path root = directory.resolve("checkout");
        try {
            FileSystemUtils.copyRecursively(Path.of("src/main/resources/sample/homelab"), root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Clusters.Protected(
                "homelab", true, List.of("paperless", "mediabox"), inventory(root, homelabNodes()));
    }

    /** Three control planes, three workers, as in the sample. */
    static TwinFixture homelab(Path directory) {
        return new TwinFixture(directory, homelabNodes());
    }

    private static List<Node> homelabNodes() {
        return List.of(
                node("cp-1", "10.20.0.11", Role.CONTROL_PLANE),
                node("cp-2", "10.20.0.12", Role.CONTROL_PLANE),
                node("cp-3", "10.20.0.13", Role.CONTROL_PLANE),
                node("wk-1", "10.20.0.21", Role.WORKER),
                node("wk-2", "10.20.0.22", Role.WORKER),
                node("wk-3", "10.20.0.23", Role.WORKER));
    }

    /** The homelab in a directory, of which a rehearsal can be made. */
    static Clusters.Protected described(Path directory) {
        return described(directory, homelabNodes());
    }

    private static Clusters.Protected described(Path directory, List<Node> nodes) {
        return new Clusters.Protected(
                "homelab", true, List.of("paperless", "mediabox"), inventory(repository(directory), nodes));
    }

    static TwinFixture oneControlPlane(Path directory) {
        return new TwinFixture(
                directory,
                List.of(
                        node("cp-1", "10.30.0.11", Role.CONTROL_PLANE),
                        node("wk-1", "10.30.0.21", Role.WORKER),
                        node("wk-2", "10.30.0.22", Role.WORKER),
                        node("wk-3", "10.30.0.23", Role.WORKER)));
    }

    private void start() {
        twins = new Twins(home.toString(), wall, shells);
        rehearsals = new TwinRehearsals(twins, shells);
    }

    /** As after a kill: nothing in memory is left. */
    void restart() {
        twins.stop();
        start();
    }

    TwinFixture losing(String subject, String... faults) {
        return ordered(subject, Map.of(), faults);
    }

    TwinFixture ordered(String subject, Map<String, Map<String, Object>> answers, String... faults) {
        return prepared("", subject, answers, faults);
    }

    /** Something is wrong with what Git says, or with who follows it. */
    TwinFixture drifting(String... faults) {
        return prepared("app-deleted", "", Map.of(), faults);
    }

    private TwinFixture prepared(
            String fault, String subject, Map<String, Map<String, Object>> answers, String... faults) {
        var settings = new Rehearsals.Settings(true, 600, List.of(faults), answers);
        rehearsals.prepare(RECOVERY, fault, cluster, subject, settings);
        return this;
    }

    Rehearsals rehearsals() {
        return rehearsals;
    }

    Clusters.Protected cluster() {
        return cluster;
    }

    Twins twins() {
        return twins;
    }

    Twin twin() {
        return twins.find(RECOVERY).orElseThrow();
    }

    Cluster open() {
        return rehearsals.open(RECOVERY, cluster, "step", shells);
    }

    KubernetesClient kubernetes() {
        return open().kubernetes();
    }

    /** Lets this much time pass on the twin's clock. */
    TwinFixture after(Duration duration) {
        wall.advance(Duration.ofNanos(duration.toNanos() / 600));
        twin().tick();
        return this;
    }

    TwinFixture after(long minutes) {
        return after(Duration.ofMinutes(minutes));
    }

    void flash() {
        twin().world().on(world -> {
            ManualActions.completed(world, "flashNode", "");
            return world;
        });
    }

    /** Runs a command line, words separated by blanks, to its end. */
    Result run(String line) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        var command = Command.of(words.remove(0), words.toArray(String[]::new));
        return run(command);
    }

    Result run(Command command) {
        var credentials = open().inventory().tools();
        var id = "command-" + System.nanoTime();
        var running = twin().runner()
                .start(id, command.with("TALOSCONFIG", credentials.talosconfig().toString()));
        try {
            for (int look = 0; look < 1000; look++) {
                var result = running.await(Duration.ofMillis(1));
                if (result.isPresent()) {
                    return result.get();
                }
                wall.advance(Duration.ofMillis(2));
            }
            throw new AssertionError("no end in sight: " + command.line());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The spec of the first resource in an output of {@code talosctl get -o json}. */
    static JsonNode spec(Result result) {
        return Json.read(result.output()).path("spec");
    }

    TestClock wall() {
        return wall;
    }

    @Override
    public void close() {
        twins.stop();
    }

    /** Advances only on request. */
    static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T20:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Node node(String name, String address, Role role) {
        return new Node(
                new NodeName(name),
                role,
                List.of(address),
                null,
                "/dev/nvme0n1",
                null,
                null,
                null,
                "talos/clusterconfig/homelab-" + name + ".yaml",
                "talos/talconfig.yaml:1");
    }

    private static Path repository(Path directory) {
        try {
            var root = Files.createDirectories(directory.resolve("checkout"));
            Files.createDirectories(root.resolve("talos"));
            Files.createDirectories(root.resolve("docs"));
            Files.writeString(root.resolve("Taskfile.yaml"), "version: '3'\n");
            Files.writeString(root.resolve("age.key"), "the real one\n");
            Files.writeString(root.resolve("talos/talconfig.yaml"), "clusterName: homelab\n");
            Files.writeString(root.resolve("talos/talsecret.sops.yaml"), "sops: {}\n");
            Files.writeString(root.resolve("docs/CHANGELOG.md"), "# Changelog\n");
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Inventory inventory(Path root, List<Node> nodes) {
        return new Inventory(
                root,
                "homelab",
                "https://10.20.0.10:6443",
                "v1.13.9",
                "v1.36.2",
                Path.of("talos"),
                nodes,
                new Inventory.Tools(
                        Inventory.TaskRunner.TASK,
                        Inventory.TalosTool.TALHELPER,
                        root.resolve("kubeconfig"),
                        root.resolve("talos/clusterconfig/talosconfig"),
                        root.resolve("age.key")),
                Path.of("talos/talsecret.sops.yaml"),
                List.of(),
                List.of(),
                List.of(
                        kustomization("office", "paperless"),
                        kustomization("media", "mediabox"),
                        kustomization("observability", "gatus"),
                        kustomization("longhorn-system", "longhorn")),
                List.of("office", "media", "observability", "longhorn-system", "network", "cert-manager"),
                Inventory.FluxBootstrap.FLUX_OPERATOR,
                new Inventory.ReportFiles(Path.of("docs/CHANGELOG.md"), null),
                List.of());
    }

    private static Inventory.FluxKustomization kustomization(String namespace, String name) {
        return new Inventory.FluxKustomization(
                namespace, name, "./kubernetes/apps/" + namespace + "/" + name, List.of(), true, false, "ks.yaml:1");
    }
}
