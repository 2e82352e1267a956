package dev.kaltstart.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the top of the repository, with a jar that unpacks as Kaltstart's does and is quick. */
class LauncherTest {

    /** Says what it was started with; unpacks itself as the tools of Spring Boot do. */
    private static final String PROGRAM = """
            import java.lang.management.ManagementFactory;
            import java.nio.file.*;
            public class Program {
                public static void main(String[] arguments) throws Exception {
                    if ("tools".equals(System.getProperty("jarmode"))) {
                        Path app = Files.createDirectories(Path.of(arguments[2]));
                        Path jar = Path.of(System.getProperty("java.class.path"));
                        Files.copy(jar, app.resolve(jar.getFileName()));
                        return;
                    }
                    System.out.println("jar " + System.getProperty("java.class.path"));
                    System.out.println("flags " + ManagementFactory.getRuntimeMXBean().getInputArguments());
                    System.out.println("arguments " + String.join("|", arguments));
                    System.exit(arguments.length > 0 && arguments[0].equals("check") ? 3 : 0);
                }
            }
            """;

    @TempDir
    Path work;

    private Path jar;

    @BeforeEach
    void build() throws IOException {
        jar = Files.createDirectories(work.resolve("with space")).resolve("kaltstart.jar");
        pack("first");
    }

    @Test
    void theSecondStartUsesTheArchiveOfTheFirst() {
        String first = start("--server.port=0").output();
        String second = start("--server.port=0").output();

        assertThat(first).contains("-XX:ArchiveClassesAtExit=", "jar " + cache());
        assertThat(second)
                .contains("-XX:SharedArchiveFile=", "/classes.jsa", "jar " + cache())
                .doesNotContain("ArchiveClassesAtExit");
    }

    @Test
    void aChangedJarIsUnpackedAgain() throws IOException {
        start();
        String before = start().output();
        pack("second");

        String after = start().output();

        assertThat(before).contains("SharedArchiveFile");
        assertThat(after).contains("ArchiveClassesAtExit", "jar " + cache());
        assertThat(folders()).hasSize(2);
    }

    @Test
    void aCommandLeavesNoArchiveAndItsExitCodeIsKept() {
        Ended check = start("check", "--repository", "a folder");

        assertThat(check.code()).isEqualTo(3);
        assertThat(check.output())
                .contains("arguments check|--repository|a folder")
                .doesNotContain("ArchiveClassesAtExit", "SharedArchiveFile");
    }

    @Test
    void aTornArchiveIsMadeAgain() throws IOException {
        start();
        Path written = archives().get(0);
        byte[] whole = Files.readAllBytes(written);
        assertThat(written.toFile().setWritable(true)).isTrue();
        Files.write(written, java.util.Arrays.copyOf(whole, whole.length * 3 / 4));

        assertThat(start().output()).contains("ArchiveClassesAtExit");
        assertThat(start().output()).contains("SharedArchiveFile");
    }

    @Test
    void startsTheJarAsItIsWhereNothingCanBeUnpacked() throws IOException {
        Files.writeString(Files.createDirectories(work.resolve("cache")).resolve("kaltstart"), "a file");

        Ended ended = start("--server.port=0");

        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("jar " + jar, "arguments --server.port=0")
                .doesNotContain("ArchiveClassesAtExit", "SharedArchiveFile");
    }

    @Test
    void anotherCollectorOfTheOperatorIsTaken() {
        String usual = start("--server.port=0").output();
        String own = start(Map.of("JAVA_OPTS", "-XX:+UseParallelGC"), "--server.port=0")
                .output();

        assertThat(usual).contains("-XX:+UseSerialGC");
        assertThat(own)
                .contains("-XX:+UseParallelGC", "arguments --server.port=0")
                .doesNotContain("Serial");
    }

    @Test
    void unpacksNothingIntoAFolderThatAnotherPersonChose() throws IOException {
        Path elsewhere = Files.createDirectories(work.resolve("elsewhere"));
        Files.createSymbolicLink(Files.createDirectories(work.resolve("cache")).resolve("kaltstart"), elsewhere);

        assertThat(start().output()).contains("jar " + jar);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void saysWhatToDoWhereThereIsNoJar() throws IOException {
        Files.delete(jar);

        Ended ended = start();

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("There is no " + jar, "./mvnw -DskipTests package");
    }

    private String cache() {
        return work.resolve("cache/kaltstart").toString();
    }

    private List<Path> folders() {
        return list(work.resolve("cache/kaltstart"));
    }

    private List<Path> archives() {
        return folders().stream()
                .flatMap(folder -> list(folder).stream())
                .filter(file -> file.toString().endsWith(".jsa"))
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ended start(String... arguments) {
        return start(Map.of(), arguments);
    }

    private Ended start(Map<String, String> environment, String... arguments) {
        var command =
                new ArrayList<>(List.of(Path.of("kaltstart").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("KALTSTART_JAR", jar.toString());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
            builder.environment().remove("JAVA_OPTS");
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void pack(String content) throws IOException {
        Path source = Files.writeString(work.resolve("Program.java"), PROGRAM);
        var compiler = ToolProvider.getSystemJavaCompiler();
        assumeThat(compiler).as("a JDK").isNotNull();
        assertThat(compiler.run(null, null, null, "-d", work.toString(), source.toString()))
                .isZero();
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Program");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("Program.class"));
            Files.copy(work.resolve("Program.class"), out);
            out.putNextEntry(new JarEntry("content"));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Ended(int code, String output) {}
}
