package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Has the command lines that are offered for copying read by a real shell and the real clients, as far as they are installed.
 * Each client is asked for its help with the arguments of the line: it parses all flags, and touches no cluster.
 */
public final class RealClients {

    private static final List<String> CLIENTS = List.of("kubectl", "flux", "velero");

    private RealClients() {}

    public static boolean installed(String client) {
        return Tools.find(client).isPresent();
    }

    /** @param directory empty, for what the lines write */
    public static void parse(List<String> lines, Path directory) {
        var named = new ClientCommands(Path.of("/clusters/homelab/kubeconfig"), "admin@homelab").named(lines, 100_000);
        Path log = directory.resolve("refused.log");
        CLIENTS.forEach(client -> place(client, directory, log));
        named.stream()
                .filter(line -> !line.startsWith("#"))
                .filter(line -> CLIENTS.stream().anyMatch(client -> line.contains(client + " ")))
                .forEach(line -> run(line, directory));
        assertThat(log).as("what the clients refuse of the lines").doesNotExist();
    }

    private static void place(String client, Path directory, Path log) {
        Optional<Path> real = Tools.find(client);
        String body = real.map(path -> "out=$(" + path + " \"$@\" --help 2>&1 >/dev/null </dev/null) || { echo \""
                        + client + " $*: $out\" >> " + log + "; exit 1; }")
                // not installed: nothing is learned about its lines
                .orElse("exit 0");
        try {
            Path script = Files.writeString(directory.resolve(client), "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String line, Path directory) {
        var shell = new ProcessBuilder("sh", "-c", line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        shell.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
        try {
            int ended = shell.start().waitFor();
            // 2 is the shell's own word for a line that it cannot read
            assertThat(ended).as(line).isNotEqualTo(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
