package dev.kaltstart.talos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.recovery.RecoveryFacts;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real talosctl understands every command line of these steps: it fails only at connecting to the address. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class TalosCommandLabIT {

    private static final EtcdMembers.Member MEMBER =
            new EtcdMembers.Member("9e8c4b3ea0c8d3a6", "cp-1", List.of("https://127.0.0.1:2380"), false);

    /** Loopback, but unused by clients: on 127.0.0.1 any client may hold port 50000 for a moment. */
    private static final String NOBODY = "127.99.0.1";

    @TempDir
    Path directory;

    private LabTools tools;
    private Inventory inventory;
    private Node node;

    @BeforeEach
    void nobodyIsThere() throws IOException {
        tools = new LabTools(directory);
        inventory = FakeInventory.homelabIn(directory);
        Node first = inventory.nodes().get(0);
        node = new Node(
                first.name(),
                first.role(),
                List.of(NOBODY),
                first.mac(),
                first.disk(),
                first.diskSerial(),
                first.installerImage(),
                first.bootImage(),
                first.machineConfig(),
                first.source());
        inventory = FakeInventory.with(inventory, List.of(node));
        assertThat(tools.run("talosctl gen config homelab https://127.0.0.1:6443 --output-dir made")
                        .exitCode())
                .isZero();
        Files.createDirectories(inventory.tools().talosconfig().getParent());
        Files.move(directory.resolve("made/talosconfig"), inventory.tools().talosconfig());
        try (var port = new ServerSocket(50000, 1, InetAddress.getByName(NOBODY))) {
            assertThat(port.isBound()).as("no listener on the port of Talos").isTrue();
        }
    }

    private void finds(Result result, String line) {
        assertThat(result.exitCode()).as(line).isEqualTo(1);
        assertThat(result.error()).as(line).contains("connect: connection refused");
        assertThat(result.output() + result.error()).as(line).doesNotContain("Usage:", "unknown");
    }

    /** Looks with the real tool, and keeps what it said. */
    private Cluster looking(List<Result> results) {
        var fake = new FakeCluster(inventory);
        return new Cluster() {
            @Override
            public String name() {
                return fake.name();
            }

            @Override
            public Inventory inventory() {
                return inventory;
            }

            @Override
            public java.time.Clock clock() {
                return fake.clock();
            }

            @Override
            public java.time.Duration pace(java.time.Duration duration) {
                return fake.pace(duration);
            }

            @Override
            public dev.kaltstart.shell.Shell shell() {
                return looking();
            }

            @Override
            public dev.kaltstart.shell.Shell looking() {
                return command -> {
                    results.add(tools.run(command));
                    return results.get(results.size() - 1);
                };
            }

            @Override
            public io.fabric8.kubernetes.client.KubernetesClient kubernetes() {
                return fake.kubernetes();
            }
        };
    }

    @Test
    void understandsEveryQuestion() {
        List<BiFunction<Talos, Node, Answer<?>>> questions = List.of(
                Talos::version,
                Talos::stage,
                Talos::stageInsecure,
                Talos::uuid,
                Talos::uuidAnyhow,
                Talos::diskSerialsInsecure,
                Talos::hostname,
                Talos::systemDisk,
                Talos::members,
                Talos::nodeName,
                Talos::role,
                Talos::connectedMacs,
                Talos::macsInsecure,
                Talos::etcdState,
                Talos::memberAddresses);
        assertThat(questions).as("one for each question there is").hasSize(methods(Answer.class));

        for (var question : questions) {
            var results = new ArrayList<Result>();
            Answer<?> answer = question.apply(new Talos(looking(results)), node);
            assertThat(results).isNotEmpty().allSatisfy(result -> finds(result, result.error()));
            assertThat(answer.silent()).as(answer.message()).isTrue();
        }
    }

    @Test
    void understandsEveryOrder() throws IOException {
        Path snapshot = Files.writeString(directory.resolve("etcd.db"), "a snapshot");
        var talos = new Talos(new FakeCluster(inventory));
        List<Command> orders = List.of(
                talos.reset(node, true),
                talos.reset(node, false),
                talos.removeMember(node, MEMBER),
                talos.forgetDisk(node, "/dev/sda"),
                talos.applyConfig(node, directory.resolve("made/worker.yaml")),
                talos.bootstrap(node, null),
                talos.kubeconfig(node, directory.resolve("kubeconfig")));
        assertThat(orders).as("reset has two forms").hasSize(methods(Command.class) + 1);

        orders.forEach(order -> finds(tools.run(order), order.line()));
        assertThat(tools.run(talos.bootstrap(node, snapshot)).error())
                .as("a snapshot is read before any node is asked")
                .contains("invalid database");
    }

    private static int methods(Class<?> result) {
        return (int) Arrays.stream(Talos.class.getDeclaredMethods())
                .filter(method -> method.getReturnType().equals(result)
                        && !java.lang.reflect.Modifier.isPrivate(method.getModifiers()))
                .count();
    }

    @Test
    void understandsWhatPeopleAreToldToType() {
        var run = FakeRun.on(new FakeCluster(inventory))
                .with(RecoveryFacts.NODE, new NodeName(node.name().value()));
        var lines = new ArrayList<>(FlashCommands.of(run, node));
        lines.addAll(Turn.brief(new HandOver(), run).commands());
        var typed = lines.stream().filter(line -> line.startsWith("talosctl ")).toList();
        assertThat(typed).hasSizeGreaterThan(4);

        for (String line : typed) {
            var words = line.split(" ");
            finds(
                    tools.run(Command.of(words[0], Arrays.copyOfRange(words, 1, words.length))
                            .with("TALOSCONFIG", inventory.tools().talosconfig().toString())),
                    line);
        }
    }
}
