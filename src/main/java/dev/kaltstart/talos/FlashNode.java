package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Hands on the hardware: the machine must boot from the Talos image. */
@Component
class FlashNode extends HumanTask {

    private static final Fact<Boolean> FLASHED = Fact.flag("flashed");
    private static final Fact<Boolean> REPLACED = Fact.flag("hardwareReplaced");
    private static final Fact<String> EVIDENCE = Fact.text("flashEvidence");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    @Override
    protected Brief brief(Run run) {
        Node node = NodeFacts.node(run);
        return new Brief(
                "Repair or replace the machine of " + node.name()
                        + " and boot it from the Talos image. It must come up in"
                        + " maintenance mode; Kaltstart does the rest.\n"
                        + "MAC " + known(node.mac()) + ", disk " + known(node.disk()) + ", disk serial "
                        + known(node.diskSerial()) + ", UUID "
                        + NodeFacts.expectedUuid(run).orElse("not recorded"),
                commands(node),
                "The console shows \"Maintenance mode\", the address " + node.address() + " and the machine's UUID.",
                "The second last command lists the disks without asking for a certificate: that is maintenance mode. The"
                        + " disk" + (node.diskSerial() == null ? "" : " " + node.diskSerial()) + " must be among them."
                        + " If it gets another address, give its MAC the right one in your DHCP server.");
    }

    private static List<String> commands(Node node) {
        var commands = new ArrayList<String>();
        String image = node.bootImage() == null
                ? "https://factory.talos.dev/ (the repository names no schematic: choose the image there)"
                : node.bootImage();
        commands.add("curl -LO " + image);
        commands.add("lsblk -o NAME,SIZE,MODEL,SERIAL    # which one is the USB stick?");
        commands.add("sudo dd if=" + image.substring(image.lastIndexOf('/') + 1)
                + " of=/dev/sdX bs=4M conv=fsync status=progress    # the stick, not a disk of yours");
        commands.add("talosctl -n " + node.address() + " -e " + node.address() + " get disks --insecure");
        commands.add("talosctl -n " + node.address() + " -e " + node.address()
                + " get systeminformation --insecure -o yaml    # its UUID");
        return commands;
    }

    private static String known(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "not in the repository" : value;
    }

    @Override
    protected void accept(Run run, Facts answers) {
        if (!answers.is(FLASHED)) {
            throw new Refused("Tick that the machine runs from the Talos image once it does.");
        }
        String uuid = answers.find(NodeFacts.NEW_MACHINE_UUID).orElse("").strip();
        if (!uuid.isEmpty() && !UUID.matcher(uuid).matches()) {
            throw new Refused("The UUID must look like 4c4c4544-0034-3510-8053-b4c04f4d3232, as the console shows it.");
        }
        if (answers.is(REPLACED) && uuid.isEmpty()) {
            throw new Refused("A new machine has a new UUID: state it, so that no other machine is overwritten.");
        }
        if (answers.find(EVIDENCE).filter(text -> !text.isBlank()).isEmpty()) {
            throw new Refused("Say what was done to the hardware: it goes into the report.");
        }
    }
}
