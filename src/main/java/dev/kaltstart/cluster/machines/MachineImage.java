package dev.kaltstart.cluster.machines;

import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Talos image of a machine.
 *
 * @param installer container image without its version
 * @param boot URL of the image to flash
 * @param commands that make the image where its URL is not known, to copy into a shell
 */
public record MachineImage(
        @Nullable String installer, @Nullable String boot, List<String> commands) {

    static final MachineImage NONE = new MachineImage(null, null, List.of());

    private static final String FACTORY = "https://factory.talos.dev/schematics";

    public MachineImage {
        commands = List.copyOf(commands);
    }

    /** An image of the factory without a version has to be completed by a person. */
    static MachineImage of(TalosImage image) {
        var boot = image.bootImage();
        return new MachineImage(
                image.installer(),
                boot.orElse(null),
                boot.isPresent()
                        ? List.of()
                        : image.bootImageOf("VERSION")
                                .map(url -> List.of("# with the version of Talos that the cluster runs: " + url))
                                .orElse(List.of()));
    }

    /** talhelper knows the extensions, the architecture and secure boot of the node. */
    static MachineImage byTalhelper(String directory, String hostname) {
        if (hostname.isEmpty()) {
            return NONE;
        }
        return new MachineImage(
                null,
                null,
                List.of("(%s && %s)"
                        .formatted(
                                in(directory),
                                Command.of("talhelper", "genurl", "image", "--node", hostname)
                                        .line())));
    }

    /**
     * The image factory keeps a schematic under an id, which is a part of the address of its images.
     *
     * @param schematics files of the repository, of which one is the node's; none when unknown
     * @param version with its leading v; null when unknown
     */
    static MachineImage bySchematics(List<String> schematics, @Nullable String version, boolean secureBoot) {
        if (schematics.isEmpty()) {
            return NONE;
        }
        var image = "https://factory.talos.dev/image/ID/%s/metal-amd64%s.iso"
                .formatted(
                        Optional.ofNullable(version)
                                .filter(TalosImage::isVersion)
                                .orElse("VERSION"),
                        secureBoot ? "-secureboot" : "");
        var commands = new ArrayList<String>();
        commands.add("# in the repository; a template has to be rendered first. The answer is the id of the schematic");
        if (schematics.size() > 1) {
            commands.add("# only the schematic of this node");
        }
        schematics.forEach(
                file -> commands.add(Command.of("curl", "-fsSX", "POST", "--data-binary", "@" + file, FACTORY)
                        .line()));
        commands.add("# the image" + (secureBoot ? ", for secure boot" : "") + ": " + image);
        return new MachineImage(null, null, commands);
    }

    private static String in(String directory) {
        return Command.of("cd", directory.isEmpty() ? "." : directory).line();
    }
}
