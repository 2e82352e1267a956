package dev.kaltstart.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The classes of the program, loaded and checked once for all starts, of which there are many. The virtual machine wants
 * jars for it.
 */
record ClassArchive(Path file, String classPath) {

    static ClassArchive make(Path directory) throws IOException {
        var parts = new ArrayList<String>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            // an empty part would be the working directory
            if (!part.isEmpty()) {
                parts.add(Files.isDirectory(Path.of(part)) ? jar(directory, parts.size(), part) : part);
            }
        }
        return new ClassArchive(directory.resolve("classes.jsa"), String.join(File.pathSeparator, parts));
    }

    private static String jar(Path directory, int number, String classes) {
        String jar = directory.resolve(number + ".jar").toString();
        int code =
                ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "cf", jar, "-C", classes, ".");
        if (code != 0) {
            throw new IllegalStateException("cannot make a jar of " + classes);
        }
        return jar;
    }

    /** The first machine writes the archive when it ends, the later ones read it. */
    List<String> options() {
        return Files.exists(file)
                ? List.of("-XX:SharedArchiveFile=" + file)
                : List.of("-XX:ArchiveClassesAtExit=" + file);
    }
}
