package dev.kaltstart.cluster.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Repositories with one small damage each: no exception, no wrong node, every finding with its place. */
class DamagedRepositoriesTest {

    private static final int SEEDS = 30;

    /** Without such a line a node has another role, as its tool sees it. */
    private static final String ROLE = "(?s).*(controlPlane|role:|type:).*";

    @TempDir
    private Path directory;

    private enum Damage {
        LINE_MISSING,
        LIST_FOR_MAP,
        ENCRYPTED,
        TAB,
        TWICE,
        CUT,
        NOT_TEXT,
        FILE_GONE
    }

    static Stream<Arguments> damages() {
        return Stream.of("talhelper", "topf", "templates", "documents", "whole")
                .flatMap(kind -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(kind, seed)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void isUnderstoodAsFarAsItGoes(String kind, int seed) throws IOException {
        var root = repository(kind).root();
        var before = nodes(Discovery.discover(root, Overrides.NONE));
        assertThat(before).as(kind).isNotEmpty();
        var random = new Random(31L * kind.hashCode() + seed);
        var file = pick(random, files(root));
        var damage = Damage.values()[seed % Damage.values().length];
        var lost = damage(random, file, damage);

        var after = Discovery.discover(root, Overrides.NONE);

        for (Node node : nodes(after)) {
            var original = before.stream()
                    .filter(one -> one.name().equals(node.name()))
                    .findFirst();
            assertThat(original).as("%s in %s: invented %s", damage, file, node).isPresent();
            assertThat(node.addresses())
                    .as("%s in %s", damage, file)
                    .isEqualTo(original.get().addresses());
            if (!lost.matches(ROLE)) {
                assertThat(node.role())
                        .as("%s in %s", damage, file)
                        .isEqualTo(original.get().role());
            }
        }
        if (damage != Damage.FILE_GONE && !nodes(after).isEmpty() && !lost.matches(ROLE)) {
            assertThat(nodes(after))
                    .as("%s in %s: a control plane is not counted", damage, file)
                    .filteredOn(Node::controlPlane)
                    .hasSameSizeAs(before.stream().filter(Node::controlPlane).toList());
        }
        assertThat(after.problems()).allSatisfy(problem -> {
            assertThat(problem.where()).matches("[^:\\s][^:]*(:\\d+)?");
            assertThat(problem.message()).isNotBlank().doesNotContain("Exception", "java.", "null");
        });
    }

    private static List<Node> nodes(Discovered discovered) {
        return discovered.inventory() == null
                ? List.of()
                : discovered.inventory().nodes();
    }

    private static List<Path> files(Path root) throws IOException {
        try (var all = Files.walk(root.resolve("talos"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** @return what the file said there before */
    private static String damage(Random random, Path file, Damage damage) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.isEmpty()) {
            return "";
        }
        int at = random.nextInt(lines.size());
        var line = lines.get(at);
        var indent = line.substring(0, line.length() - line.stripLeading().length());
        var key = line.strip().replaceFirst(":.*", ":");
        switch (damage) {
            case LINE_MISSING -> lines.remove(at);
            case LIST_FOR_MAP -> lines.set(at, indent + key + " [1, 2]");
            case ENCRYPTED -> lines.set(at, indent + key + " ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]");
            case TAB -> lines.set(at, "\t" + line);
            case TWICE -> lines.add(at, line);
            case CUT -> lines.subList(at, lines.size()).clear();
            case NOT_TEXT -> lines.set(at, indent + key + " !!binary \u0001");
            case FILE_GONE -> {
                Files.delete(file);
                return String.join("\n", lines);
            }
        }
        Files.write(file, lines);
        return damage == Damage.CUT ? "role:" : line;
    }

    private RepositoryCopy repository(String kind) {
        return switch (kind) {
            case "talhelper" -> RepositoryCopy.copyOf("single", directory);
            case "topf" -> RepositoryCopy.copyOf("era-d", directory);
            default -> templates(kind);
        };
    }

    private RepositoryCopy templates(String kind) {
        var repository = RepositoryCopy.copyOf("single", directory).without("talos");
        var base = """
                version: v1alpha1
                machine:
                  ca: { crt: op://cluster/talos/CRT }
                  install:
                    image: factory.talos.dev/metal-installer/%s:v1.13.6
                cluster:
                  clusterName: garage
                  controlPlane:
                    endpoint: https://10.50.0.10:6443
                """.formatted("0".repeat(64));
        if (!kind.equals("whole")) {
            repository.with("talos/machineconfig.yaml.j2", base);
        }
        for (int number = 1; number <= 4; number++) {
            var role = number == 4 ? "worker" : "controlplane";
            var node = """
                    machine:
                      type: %s
                      install:
                        diskSelector:
                          serial: S%d
                      network:
                        hostname: g-%d
                        interfaces:
                          - deviceSelector:
                              hardwareAddr: bc:24:11:00:00:0%d
                            addresses:
                              - 10.50.0.1%d/24
                    """.formatted(role, number, number, number, number);
            var document = """
                    apiVersion: v1alpha1
                    kind: HostnameConfig
                    hostname: g-%d
                    ---
                    apiVersion: v1alpha1
                    kind: LinkConfig
                    name: eth0
                    addresses:
                      - address: 10.50.0.1%d/24
                    """.formatted(number, number);
            switch (kind) {
                case "whole" ->
                    repository.with(
                            "talos/10.50.0.1" + number + ".yaml", node + base.substring(base.indexOf("cluster:")));
                case "documents" ->
                    repository.with(
                            "talos/nodes/%s/g-%d.yaml.j2".formatted(role.equals("worker") ? "workers" : role, number),
                            document);
                default -> repository.with("talos/nodes/g-%d.yaml.j2".formatted(number), node);
            }
        }
        return repository;
    }
}
