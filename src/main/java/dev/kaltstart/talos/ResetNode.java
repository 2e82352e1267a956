package dev.kaltstart.talos;

import static dev.kaltstart.recovery.MachineFacts.WIPED;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Wipes the system disk of a node on which Talos still answers, which returns it to maintenance mode. */
@Component
class ResetNode extends Step.Destructive {

    private final Machines machines;

    ResetNode(Machines machines) {
        this.machines = machines;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(WIPED);
    }

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        Answer<String> insecure = talos.stageInsecure(node);
        if (insecure.value().filter("maintenance"::equals).isPresent()) {
            run.set(WIPED, true);
            return Check.met(node.name() + " is wiped: it waits for a configuration");
        }
        Answer<String> stage = talos.stage(node);
        return stage.given()
                ? Check.notYet(node.name() + " still has its configuration, stage "
                        + stage.value().orElse(""))
                : Check.unknown(node.name() + " " + stage.message()
                        + ". If its machine waits at another address, abort and start again: it is taken for dead then,"
                        + " and its address is asked for");
    }

    @Override
    public Check identity(Run run) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        Check machine = Identity.compare(node, talos.uuid(node), machines.seen(run.recovery(), node.name()));
        if (!(machine instanceof Check.Met)) {
            return machine;
        }
        Optional<String> hostname = talos.hostname(node).value().flatMap(name -> name);
        if (hostname.filter(name -> !isNamed(node, name)).isPresent()) {
            return Check.notYet("the machine at " + node.address() + " calls itself " + hostname.get() + ", not "
                    + node.hostname());
        }
        return node.controlPlane() ? quorum(node, talos, machine) : machine;
    }

    private static Check quorum(Node node, Talos talos, Check machine) {
        Optional<Quorum> quorum = Quorum.without(node, talos);
        if (quorum.isEmpty()) {
            return Check.unknown("no other control plane lists the etcd members: this may be the last one");
        }
        return quorum.get().holds() ? machine : Check.notYet(quorum.get().message());
    }

    private static boolean isNamed(Node node, String hostname) {
        return node.isNamed(hostname) || node.isNamedInADomain(hostname);
    }

    @Override
    public void perform(Run run, Plan approved) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        approved.commands().forEach(command -> reset(node, talos, command));
    }

    private static void reset(Node node, Talos talos, Command command) {
        Result result = talos.order(command);
        boolean refused = result.ending() == Result.Ending.EXITED && result.exitCode() != 0;
        if (refused && talos.stage(node).value().filter("running"::equals).isPresent()) {
            throw new Failure.NeedsHuman(
                    "RESET_REFUSED", node.name() + " did not begin to reset: " + TalosText.line(result.error()));
        }
    }

    /** A graceful reset fails when etcd does not answer; in that case another control plane removes the member. */
    private static boolean leavesEtcd(Node node, Talos talos) {
        boolean alone = talos.cluster().inventory().controlPlanes().size() < 2;
        return node.controlPlane() && !alone && talos.members(node).given();
    }

    @Override
    public Plan plan(Run run) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        if (!run.is(NodeFacts.TALOS_ANSWERS)) {
            return Plan.nothing(run.subject(), "Talos does not answer on " + node.name());
        }
        Plan plan = ResetEffects.of(
                run, node, machines.seen(run.recovery(), node.name()), talos.reset(node, leavesEtcd(node, talos)));
        return talos.systemDisk(node)
                .value()
                .flatMap(disk ->
                        disk.differs(node, talos.forgetDisk(node, disk.path()).line()))
                .map(message -> plan.with(message))
                .orElse(plan);
    }
}
