package dev.kaltstart.twin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether control planes are schedulable, according to the Talos settings of a repository. By default they are if
 * there are no workers.
 */
final class Schedulable {

    private static final Pattern SETTING =
            Pattern.compile("allowSchedulingOn(?:ControlPlanes|Masters):\\s*(true|false)");
    private static final int DEEPEST = 5;

    private Schedulable() {}

    static boolean controlPlanes(Path talosDirectory, boolean workers) {
        if (!Files.isDirectory(talosDirectory)) {
            return !workers;
        }
        try (var files = Files.walk(talosDirectory, DEEPEST)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .map(file -> SETTING.matcher(read(file)))
                    .filter(Matcher::find)
                    .map(found -> found.group(1).equals("true"))
                    .findFirst()
                    .orElse(!workers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // not text: then it sets nothing
            return "";
        }
    }
}
