package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that boot a machine from a Talos image and check the result. */
final class FlashCommands {

    private static final Pattern FACTORY =
            Pattern.compile("https://factory\\.talos\\.dev/image/([^/]+/[^/]+)/([^/.]+).*");

    private FlashCommands() {}

    static List<String> of(Run run, Node node) {
        var lines = new ArrayList<String>();
        if (node.bootImage() == null) {
            lines.addAll(
                    node.imageCommands().isEmpty()
                            ? List.of("# " + unknownImage(run.cluster().inventory(), node))
                            : node.imageCommands());
        } else {
            image(node.bootImage(), lines);
        }
        lines.add("# after the boot: does it answer, with which disk and which UUID?");
        lines.add(line("ping", "-c", "3", node.address()));
        lines.add(line("talosctl", "-n", node.address(), "get", "machinestatus", "--insecure"));
        lines.add(line("talosctl", "-n", node.address(), "get", "disks", "--insecure"));
        lines.add(line("talosctl", "-n", node.address(), "get", "systeminformation", "-o", "yaml", "--insecure"));
        return lines;
    }

    static String unknownImage(Inventory inventory, Node node) {
        return "create the image on https://factory.talos.dev"
                + (inventory.talosVersion() == null ? "" : ", version " + inventory.talosVersion())
                + (node.installerImage() == null ? "" : ", with the schematic of " + node.installerImage());
    }

    private static void image(String url, List<String> lines) {
        String file = url.substring(url.lastIndexOf('/') + 1);
        lines.add(line("curl", "-fLO", url));
        lines.add("# note the checksum in the form");
        lines.add(line("sha256sum", file));
        lines.add("# which device is the USB stick? Writing to the wrong one destroys it");
        lines.add("lsblk -o NAME,SIZE,MODEL,SERIAL,TRAN");
        lines.add(writing(file));
        lines.add("# or write " + file + " with balenaEtcher, or mount it as a virtual CD (ISO images)");
        Matcher factory = FACTORY.matcher(url);
        if (factory.matches()) {
            lines.add("# or boot from the network, in iPXE: chain --autofree https://pxe.factory.talos.dev/pxe/"
                    + factory.group(1) + "/" + factory.group(2));
        }
    }

    private static String writing(String file) {
        String to = " of=/dev/sdX bs=4M conv=fsync status=progress";
        if (file.endsWith(".xz")) {
            return line("xz", "-dc", file) + " | sudo dd" + to;
        }
        return file.endsWith(".zst")
                ? line("zstd", "-dc", file) + " | sudo dd" + to
                : line("sudo", "dd", "if=" + file) + to;
    }

    /** Quoted: people copy it into a shell, and the parts come from a repository. */
    private static String line(String program, String... arguments) {
        return Command.of(program, arguments).line();
    }
}
