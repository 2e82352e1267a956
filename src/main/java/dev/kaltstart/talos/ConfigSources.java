package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source files of machine configurations. */
final class ConfigSources {

    private static final Pattern SOURCE = Pattern.compile(".*\\.ya?ml(\\.(j2|jinja2?|tpl|tmpl))?");
    private static final int DEPTH = 5;

    private ConfigSources() {}

    static boolean newerThan(Path rendered, Inventory inventory) {
        Path directory = inventory.root().resolve(inventory.talosDirectory());
        try (Stream<Path> files = Files.walk(directory, directory.equals(inventory.root()) ? 1 : DEPTH)) {
            FileTime made = Files.getLastModifiedTime(rendered);
            Path output = rendered.getParent();
            // where a tool renders into the directory of its sources, only the file itself is none
            boolean apart = output != null && !output.equals(directory);
            for (Path file : files.filter(ConfigSources::isSource)
                    .filter(file -> !file.equals(rendered) && !(apart && file.startsWith(rendered.resolveSibling(""))))
                    .toList()) {
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
        return Files.isRegularFile(file) && SOURCE.matcher(name).matches();
    }
}
