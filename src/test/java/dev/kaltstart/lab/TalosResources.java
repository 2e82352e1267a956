package dev.kaltstart.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Outputs of {@code talosctl get TYPE -o json} as talosctl 1.13 writes them (src: siderolabs/talos:
 * cmd/talosctl/cmd/talos/output/json.go, and the yaml tags in pkg/machinery/resources).
 */
public final class TalosResources {

    public static final List<String> TYPES =
            List.of("members", "nodename", "machinetype", "systeminformation", "systemdisk", "disks", "links");

    private TalosResources() {}

    public static String json(String type) {
        try {
            return Files.readString(Path.of("src/test/resources/talosctl", type + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
