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
import java.util.Locale;
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
            Optional<String> hardware = hardware(node, talos);
            if (hardware.isPresent()) {
                machines.see(run.recovery(), node.name(), seen.value().get());
                return Check.met(hardware.get());
            }
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

    /** The parts of the node that its repository names; a person who swaps them says so. */
    private static Optional<String> hardware(Node node, Talos talos) {
        String serial = node.diskSerial();
        if (serial != null
                && talos.diskSerialsInsecure(node).value().orElse(List.of()).contains(serial)) {
            return Optional.of("the machine at " + node.address() + " has the disk " + serial + " of " + node.name());
        }
        String mac = node.mac();
        return mac != null && talos.macsInsecure(node).value().orElse(List.of()).contains(mac.toLowerCase(Locale.ROOT))
                ? Optional.of(
                        "the machine at " + node.address() + " has the network card " + mac + " of " + node.name())
                : Optional.empty();
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
