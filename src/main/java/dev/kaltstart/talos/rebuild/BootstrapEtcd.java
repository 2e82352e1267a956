package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.EtcdSnapshot;
import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.talos.Answer;
import dev.kaltstart.talos.EtcdMembers;
import dev.kaltstart.talos.Talos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Bootstraps etcd on one control plane, once. A second bootstrap makes a second cluster with the same name, so it is
 * refused while any other control plane has members of etcd.
 */
@Component
class BootstrapEtcd extends Step.Destructive {

    private final Machines machines;
    private final EtcdCopies copies;

    BootstrapEtcd(Machines machines, EtcdCopies copies) {
        this.machines = machines;
        this.copies = copies;
    }

    @Override
    public Check check(Run run) {
        Node first = FirstControlPlane.of(run);
        var talos = new Talos(run.cluster());
        Answer<String> state = talos.etcdState(first);
        if (state.value().filter(AwaitControlPlane.WAITS_FOR_BOOTSTRAP::equals).isPresent()) {
            return Check.notYet("etcd on " + first.name() + " waits to be bootstrapped");
        }
        if (!state.given()) {
            return Check.unknown(first.name() + " " + state.message());
        }
        Answer<EtcdMembers> members = talos.members(first);
        return members.value()
                .map(found -> Check.met("etcd runs on " + first.name() + " with "
                        + CountedNoun.of(found.list().size(), "member")))
                .orElseGet(() -> Check.notYet("etcd on " + first.name() + " starts: " + members.message()));
    }

    @Override
    public Check identity(Run run) {
        Node first = FirstControlPlane.of(run);
        var talos = new Talos(run.cluster());
        for (Node other : run.cluster().inventory().controlPlanes()) {
            if (!other.name().equals(first.name())
                    && talos.etcdState(other)
                            .value()
                            .filter(AwaitControlPlane.RUNS::equals)
                            .isPresent()) {
                return Check.notYet("etcd runs on " + other.name() + " already: a bootstrap of " + first.name()
                        + " would make a second cluster");
            }
        }
        Answer<MachineUuid> seen = talos.uuid(first);
        Optional<MachineUuid> installed = machines.seen(run.recovery(), first.name());
        if (seen.value().isEmpty() || installed.isEmpty()) {
            return Check.unknown("the machine of " + first.name() + " "
                    + (installed.isEmpty() ? "was not identified when it was installed" : seen.message()));
        }
        if (!seen.value().get().sameMachine(installed.get())) {
            return Check.notYet("the machine at " + first.address() + " is "
                    + seen.value().get() + ", and " + installed.get() + " was installed as " + first.name());
        }
        return copies.trouble(run)
                .orElseGet(() -> Check.met("the machine at " + first.address() + " is the one that was installed as "
                        + first.name() + ", and no other control plane has etcd"));
    }

    @Override
    public Plan plan(Run run) {
        Node first = FirstControlPlane.of(run);
        var talos = new Talos(run.cluster());
        if (talos.etcdState(first)
                .value()
                .filter(AwaitControlPlane.RUNS::equals)
                .isPresent()) {
            return Plan.nothing(run.subject(), "etcd runs on " + first.name() + " already");
        }
        Optional<EtcdSnapshot> copy = copies.chosen(run);
        var effects = new ArrayList<String>();
        effects.add(
                "etcd of " + run.cluster().name() + " begins on " + first.name() + " (" + first.address() + ", machine "
                        + machines.seen(run.recovery(), first.name())
                                .map(MachineUuid::toString)
                                .orElse("of unknown UUID")
                        + "), once; the other control planes join it");
        effects.add(
                copy.map(chosen -> "it begins with " + EtcdCopies.label(chosen)
                                + ": objects that were made since are unknown to it, and"
                                + " volumes whose disks are gone are faulted")
                        .orElse(
                                "it begins empty: every object comes from Git, and data from its backups; what is in neither is gone"));
        Command command = talos.bootstrap(first, copy.map(EtcdSnapshot::path).orElse(null));
        return new Plan(run.subject(), List.of(command), List.of(), effects);
    }

    @Override
    public void perform(Run run, Plan approved) {
        var talos = new Talos(run.cluster());
        for (Command command : approved.commands()) {
            Result result = talos.order(command);
            boolean refused = result.ending() == Result.Ending.EXITED && result.exitCode() != 0;
            if (refused && !(check(run) instanceof Check.Met)) {
                throw new Failure.NeedsHuman(
                        "BOOTSTRAP_REFUSED",
                        "etcd was not bootstrapped on "
                                + FirstControlPlane.of(run).name() + ": "
                                + result.error().lines().findFirst().orElse("no reason was given"));
            }
        }
    }
}
