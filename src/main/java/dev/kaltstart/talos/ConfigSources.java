package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** The source files of machine configurations. */
final class ConfigSources {

    private ConfigSources() {}

    static boolean newerThan(Path rendered, Inventory inventory) {
        try (Stream<Path> files = Files.list(inventory.root().resolve(inventory.talosDirectory()))) {
            FileTime made = Files.getLastModifiedTime(rendered);
            for (Path file : files.filter(ConfigSources::isSource).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // an unreadable file counts as outdated: render again
            return true;
        }
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }
}
