package dev.kaltstart.jvm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The classes of the program and of its tests, loaded and verified once for all JVMs that the tests start, as
 * {@code ./kaltstart} does for its own. The first test that starts one makes the archive below {@code target}; it is made
 * again when a class or Java changes. Where that fails, the JVMs start without an archive.
 *
 * @param options for the JVM
 * @param classPath jars only, as archives want it
 */
public record ClassArchive(List<String> options, String classPath) {

    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
    private static final String ARCHIVE = "classes.jsa";
    private static final long LONGEST_MINUTES = 6;
    /** They end before the second compiler or a parallel collector pays. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The one of this build, which all processes of its tests share. */
    public static ClassArchive ofBuild() {
        return Made.ONE;
    }

    /** How to start this class in a JVM of its own; the arguments of the program follow. */
    public List<String> command(List<String> jvmOptions, String mainClass) {
        var words = new ArrayList<String>();
        words.add(java());
        words.addAll(options);
        words.addAll(SHORT_LIVED);
        words.addAll(jvmOptions);
        words.addAll(List.of("-cp", classPath, mainClass));
        return words;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static final class Made {

        private static final ClassArchive ONE = make();
    }

    private static ClassArchive make() {
        List<String> parts = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                // an empty part would be the working directory
                .filter(part -> !part.isEmpty())
                .toList();
        try {
            Files.createDirectories(FOLDER);
            Path mine = FOLDER.resolve(fingerprint(parts));
            // forks of one build make it once
            try (var channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                if (held.isValid() && !Files.exists(mine)) {
                    fill(mine, parts);
                }
            }
            Path archive = mine.resolve(ARCHIVE);
            return new ClassArchive(
                    Files.exists(archive)
                            ? List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds*=off")
                            : List.of(),
                    classPath(mine, parts));
        } catch (IOException e) {
            return new ClassArchive(List.of(), String.join(File.pathSeparator, parts));
        }
    }

    private static void fill(Path mine, List<String> parts) throws IOException {
        try (Stream<Path> earlier = Files.list(FOLDER)) {
            for (Path folder : earlier.filter(Files::isDirectory).toList()) {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
        // where it stays: an archive knows its jars by their place
        Files.createDirectories(mine);
        for (String part : parts) {
            if (Files.isDirectory(Path.of(part))) {
                pack(part, jar(mine, parts.indexOf(part)));
            }
        }
        Path unfinished = mine.resolve("unfinished.jsa");
        var command = new ArrayList<>(List.of(
                java(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-XX:ArchiveClassesAtExit=" + unfinished,
                "-cp",
                classPath(mine, parts),
                OrderlyStart.class.getName(),
                mine.resolve("home").toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(mine.resolve("log").toFile())
                .start();
        try {
            if (process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0) {
                Files.move(unfinished, mine.resolve(ARCHIVE), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void pack(String classes, Path jar) throws IOException {
        int code = ToolProvider.findFirst("jar")
                .orElseThrow(() -> new IOException("this Java has no jar tool"))
                .run(System.out, System.err, "cf0", jar.toString(), "-C", classes, ".");
        if (code != 0) {
            throw new IOException("cannot make a jar of " + classes);
        }
    }

    private static String classPath(Path mine, List<String> parts) {
        return parts.stream()
                .map(part -> Files.isDirectory(Path.of(part))
                        ? jar(mine, parts.indexOf(part)).toString()
                        : part)
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElse("");
    }

    private static Path jar(Path mine, int number) {
        return mine.resolve(number + ".jar");
    }

    /** Of each file: its name, its size and its age. */
    private static String fingerprint(List<String> parts) throws IOException {
        var text = new StringBuilder(System.getProperty("java.home")).append(System.getProperty("java.vm.version"));
        for (String part : parts) {
            if (Files.exists(Path.of(part))) {
                try (Stream<Path> files = Files.walk(Path.of(part))) {
                    files.filter(Files::isRegularFile)
                            .sorted()
                            .forEach(file -> text.append(file)
                                    .append(file.toFile().length())
                                    .append(file.toFile().lastModified()));
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
