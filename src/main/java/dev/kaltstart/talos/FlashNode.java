package dev.kaltstart.talos;

import static dev.kaltstart.recovery.MachineFacts.NEW_MACHINE_UUID;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.SubjectNode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Manual work on the hardware: the machine has to boot into maintenance mode. */
@Component
class FlashNode extends HumanTask {

    private static final Fact<Boolean> FLASHED = Fact.flag("flashed");
    private static final Fact<Boolean> REPLACED = Fact.flag("hardwareReplaced");
    private static final Fact<String> SERIAL = Fact.text("diskSerialSeen");
    private static final Fact<String> EVIDENCE = Fact.text("flashEvidence");

    private final Machines machines;

    FlashNode(Machines machines) {
        this.machines = machines;
    }

    private Optional<MachineUuid> before(Run run) {
        return machines.seen(run.recovery(), SubjectNode.of(run).name());
    }

    @Override
    public Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        return new Brief(
                node.name() + " has to boot from a Talos image, without its old configuration. This needs a person on"
                        + " site. Repair or replace the machine first if the hardware failed.",
                FlashCommands.of(run, node),
                "The machine shows the Talos dashboard in maintenance mode and gets the address " + node.address()
                        + " by DHCP" + (node.mac() == null ? "" : " (MAC " + node.mac() + ")")
                        + ", or shows another one, which you enter below. " + disk(node)
                        + " With another network card, change the MAC in the DHCP reservation and in " + node.source()
                        + ".",
                "The last commands answer with the stage maintenance, the disk and the UUID of the machine"
                        + before(run)
                                .map(uuid -> ", which was " + uuid + " before")
                                .orElse("")
                        + ". A replaced mainboard has a new UUID: enter it below.");
    }

    private static String disk(Node node) {
        if (node.diskSerial() != null) {
            return "Talos goes to the disk with the serial number " + node.diskSerial()
                    + "; after replacing it, change " + node.source() + " first.";
        }
        return node.disk() == null ? "" : "Talos goes to the disk " + node.disk() + ".";
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(FLASHED, "tick that the machine has booted from the image; Kaltstart continues then");
        given.text(EVIDENCE, "describe what you see: the dashboard, the answer of 'get disks', the place of a photo");
        MaintenanceAddress.accept(run, SubjectNode.of(run), given);
        boolean replaced = given.decided(REPLACED, "say whether hardware was replaced: yes or no");
        boolean known = given.uuid(NEW_MACHINE_UUID).isPresent() || before(run).isPresent();
        if (replaced && !known) {
            throw new Refused(
                    "enter the UUID of the new machine: nothing else distinguishes it from another machine with the same"
                            + " address");
        }
        refuseTheWrongDisk(SubjectNode.of(run), given.optional(SERIAL), replaced);
    }

    private static void refuseTheWrongDisk(Node node, Optional<String> seen, boolean replaced) {
        String wanted = node.diskSerial();
        if (wanted != null && !replaced && seen.filter(wanted::equalsIgnoreCase).isEmpty() && seen.isPresent()) {
            throw new Refused("the disk " + seen.get() + " is not " + wanted + ", which " + node.source()
                    + " names: either this is another machine, or tick that the hardware is new");
        }
    }

    @Override
    public void accepted(Run run, Facts answers, String person) {
        new Answers(answers)
                .uuid(NEW_MACHINE_UUID)
                .ifPresent(uuid ->
                        machines.name(run.recovery(), SubjectNode.of(run).name(), uuid, person));
    }
}
