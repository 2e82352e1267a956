package dev.kaltstart.approval;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * A live cluster that is a directory: a folder for each node, a file for each thing on it. A tool of its own wipes a
 * thing and writes down what it was called with, so that the world itself says what was done.
 */
class WipeWorld {

    static final String CLUSTER = "homelab";

    private final Path directory;
    private final Set<String> otherMachines = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    WipeWorld(@Value("${wipe.directory}") Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("wipe-tool"), """
                printf '%s\\n' "$*" >> "$1/calls"
                rm "$1/$2"
                """);
        Files.writeString(directory.resolve("calls"), "");
    }

    void has(String thing) {
        Path file = directory.resolve(thing);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next test finds no thing and no fault of this one. */
    void tidyUp() {
        otherMachines.clear();
        broken.clear();
        FakeInventory.homelab()
                .nodes()
                .forEach(node -> deleteAll(directory.resolve(node.name().value())));
    }

    private static void deleteAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another machine answers at the address of the node from now on. */
    void otherMachineAt(String node) {
        otherMachines.add(node);
    }

    void rightMachineAt(String node) {
        otherMachines.remove(node);
    }

    void breaks(String node) {
        broken.add(node);
    }

    void works(String node) {
        broken.remove(node);
    }

    /** What the tool was called with, in the order of the calls. */
    List<String> calls() {
        try {
            return Files.readAllLines(directory.resolve("calls")).stream()
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> things(Run run) {
        Path folder = directory.resolve(run.subject().label());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> run.subject().label() + "/" + file.getFileName())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    Step wipeThing() {
        return new Step.Destructive() {
            @Override
            public Check check(Run run) {
                if (broken.contains(run.subject().label())) {
                    throw new IllegalStateException("cannot be looked at");
                }
                return things(run).isEmpty() ? Check.met("wiped") : Check.notYet("things are left");
            }

            @Override
            public Check identity(Run run) {
                return otherMachines.contains(run.subject().label())
                        ? Check.notYet("another machine answers there")
                        : Check.met("the right machine");
            }

            @Override
            public Plan plan(Run run) {
                return new Plan(
                        run.subject(),
                        things(run).stream()
                                .map(thing -> Command.of(
                                        "sh", directory.resolve("wipe-tool").toString(), directory.toString(), thing))
                                .toList(),
                        List.of(),
                        things(run).stream().map(thing -> "gone: " + thing).toList());
            }

            @Override
            public void perform(Run run, Plan approved) {
                approved.commands().forEach(run.cluster().shell()::run);
            }
        };
    }

    @Bean
    Step listThings() {
        return new Step() {
            @Override
            public Check check(Run run) {
                run.setSubjects(
                        "things",
                        run.cluster().inventory().nodes().stream()
                                .map(Node::name)
                                .<Subject>map(Subject.OfNode::new)
                                .toList());
                return Check.met("listed");
            }
        };
    }

    @Bean
    @Primary
    Clusters directoryClusters(Shells shells, Clock clock) {
        return new Clusters() {
            private final Protected only = new Protected(CLUSTER, false, List.of(), FakeInventory.homelab());

            @Override
            public List<Protected> all() {
                return List.of(only);
            }

            @Override
            public Optional<Protected> find(String name) {
                return all().stream()
                        .filter(cluster -> cluster.name().equals(name))
                        .findFirst();
            }

            @Override
            public Cluster open(String name, Mode mode, String recovery, String step) {
                return new Directory(
                        name, clock, shells.of(recovery, step, shells.local()), shells.unremembered(shells.local()));
            }
        };
    }

    private record Directory(String name, Clock clock, Shell shell, Shell looking) implements Cluster {

        @Override
        public Inventory inventory() {
            return FakeInventory.homelab();
        }

        @Override
        public Duration pace(Duration duration) {
            return duration;
        }

        @Override
        public KubernetesClient kubernetes() {
            throw new UnusableCredentials("a directory has no Kubernetes");
        }
    }
}
