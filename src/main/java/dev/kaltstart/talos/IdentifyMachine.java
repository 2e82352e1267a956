package dev.kaltstart.talos;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks that the machine in maintenance mode is the one meant to become the node. */
@Component
class IdentifyMachine extends Step {

    private final Machines machines;

    IdentifyMachine(Machines machines) {
        this.machines = machines;
    }

    @Override
    public Check check(Run run) {
        Node node = MaintenanceAddress.of(run, SubjectNode.of(run));
        Talos talos = new Talos(run.cluster());
        Answer<MachineUuid> seen = talos.uuidAnyhow(node);
        if (seen.value().isEmpty()) {
            return Check.unknown("the machine at " + node.address() + " " + seen.message());
        }
        Optional<MachineUuid> wanted = machines.wanted(run.recovery(), node.name());
        Check same = Identity.compare(node, seen, wanted);
        if (wanted.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "UNKNOWN_MACHINE",
                    same.message()
                            + ". If that is the right machine, choose that another machine takes its place, tick"
                            + " that it is another one, and enter this UUID");
        }
        if (!(same instanceof Check.Met)) {
            throw new Failure.NeedsHuman(
                    "WRONG_MACHINE",
                    same.message() + ". Find out which machine got this address; if it is the right one, choose that"
                            + " another machine takes its place, tick that it is another one, and enter its UUID");
        }
        machines.see(run.recovery(), node.name(), seen.value().get());
        return Check.met(same.message() + disk(node, talos));
    }

    /** A warning only: the disk may have been replaced on purpose, and Talos refuses to install on a missing one. */
    private static String disk(Node node, Talos talos) {
        String wanted = node.diskSerial();
        List<String> seen = talos.diskSerialsInsecure(node).value().orElse(List.of());
        if (wanted == null || seen.isEmpty()) {
            return "";
        }
        return seen.contains(wanted)
                ? "; its disk " + wanted + " is there"
                : "; WATCH OUT: the disk " + wanted + " that " + node.source() + " names is not there, there are "
                        + seen;
    }
}
