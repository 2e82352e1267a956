package dev.kaltstart.twin;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import dev.kaltstart.twin.world.Machine;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Primary;

/**
 * Rehearsals whose Kubernetes is the lab's: its API server, its controllers and its scheduler are real. Machines, Talos and
 * all command lines are the twin's. What becomes of a machine there becomes of the kubelet here: it registers its node, falls
 * silent, and is heard of again. Longhorn is not played: its API is served, and there is nothing in it.
 */
@Primary
public final class LabRehearsals implements Rehearsals, AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(200);

    private final TwinRehearsals rehearsals;
    private final Twins twins;
    private final TwinTicker kubelets = new TwinTicker("kubelets of the lab", EVERY, this::follow);
    private volatile Optional<LabWorld> lab = Optional.empty();

    LabRehearsals(TwinRehearsals rehearsals, Twins twins) {
        this.rehearsals = rehearsals;
        this.twins = twins;
    }

    /** From now on. */
    public void take(LabWorld world) {
        lab = Optional.of(world);
    }

    /** The kubelets of the lab do nothing any more. */
    public void leave() {
        lab = Optional.empty();
        twins.all().forEach(twin -> twins.close(twin.world().order().recovery()));
    }

    /** What a person answers in a rehearsal. */
    public Map<String, Object> answers(HumanTasks.Open task, Map<String, Object> examples) {
        return OperatorAnswers.to(twin(task.recovery()).world(), task, examples, 0);
    }

    private Twin twin(String recovery) {
        return twins.find(recovery).orElseThrow();
    }

    private LabWorld lab() {
        return lab.orElseThrow();
    }

    /** Returns when Kubernetes has noticed the fault: before that there is no alert. */
    @Override
    public void prepare(String recovery, String fault, Clusters.Protected cluster, String subject, Settings settings) {
        rehearsals.prepare(recovery, fault, cluster, subject, settings);
        twin(recovery).world().on(world -> {
            world.machines().forEach(machine -> lab().runsOn(machine.name(), machine.uuid()));
            return world;
        });
        lab().until(
                        "Kubernetes has noticed the fault",
                        () -> machines(twin(recovery)).stream()
                                .allMatch(machine -> machine.heard() == ready(node(machine.name()))));
    }

    private static boolean ready(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private Node node(String name) {
        return lab().kubernetes().nodes().withName(name).get();
    }

    /** @param heard its kubelet runs */
    private record Known(String name, String uuid, boolean heard) {
        static Known of(Machine machine, String pki) {
            return new Known(machine.name(), machine.uuid(), machine.kubeletRuns(pki));
        }
    }

    private static List<Known> machines(Twin twin) {
        return twin.world()
                .on(world -> world.machines().stream()
                        .map(machine -> Known.of(machine, world.pki()))
                        .toList());
    }

    private void follow() {
        lab.ifPresent(world -> twins.all().forEach(twin -> machines(twin).forEach(machine -> follow(world, machine))));
    }

    private void follow(LabWorld world, Known machine) {
        Node node = node(machine.name());
        if (node == null && machine.heard()) {
            var described = world.cluster().inventory().find(machine.name()).orElseThrow();
            world.join(described, machine.uuid());
        } else if (node != null && machine.heard() == LabWorld.silenced(node)) {
            if (machine.heard()) {
                world.wake(machine.name());
            } else {
                world.silence(machine.name());
            }
        }
    }

    @Override
    public Cluster open(String recovery, Clusters.Protected cluster, String step, Shells shells) {
        return new InTheLab(rehearsals.open(recovery, cluster, step, shells), lab().kubernetes());
    }

    private record InTheLab(Cluster twin, KubernetesClient kubernetes) implements Cluster {
        @Override
        public String name() {
            return twin.name();
        }

        @Override
        public Inventory inventory() {
            return twin.inventory();
        }

        @Override
        public Clock clock() {
            return twin.clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return twin.pace(duration);
        }

        @Override
        public Shell shell() {
            return twin.shell();
        }

        @Override
        public Shell looking() {
            return twin.looking();
        }
    }

    @Override
    public Map<String, byte[]> pack(String recovery) {
        return rehearsals.pack(recovery);
    }

    @Override
    public void unpack(String recovery, Clusters.Protected cluster, Map<String, byte[]> packed) {
        rehearsals.unpack(recovery, cluster, packed);
    }

    @Override
    public void discard(String recovery) {
        rehearsals.discard(recovery);
    }

    @Override
    public void takeUp(String recovery) {
        rehearsals.takeUp(recovery);
    }

    @Override
    public void close(String recovery) {
        rehearsals.close(recovery);
    }

    @Override
    public void close() {
        kubelets.close();
    }
}
