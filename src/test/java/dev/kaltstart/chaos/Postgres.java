package dev.kaltstart.chaos;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real server that can be stopped as by a power failure. Its programs lie in {@code chaos.postgres}. */
class Postgres {

    private final Path bin = Path.of(System.getProperty("chaos.postgres", "/usr/lib/postgresql/15/bin"));
    private final Path directory;
    private final Path data;
    private final int port;

    Postgres(Path run) throws IOException, InterruptedException {
        directory = run.resolve("postgres");
        data = directory.resolve("data");
        Files.createDirectories(data);
        port = freePort();
        if (root()) {
            // it refuses to run as root
            run("chown", "-R", "postgres", directory.toString());
            run("chmod", "a+x", run.toString());
        }
        own("initdb", "-D", data.toString(), "-A", "trust", "-U", "kaltstart", "-E", "UTF8", "--locale=C");
        start();
        own("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "kaltstart", "kaltstart");
    }

    final void start() throws IOException, InterruptedException {
        own(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-l",
                data.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + data + " -c listen_addresses=127.0.0.1",
                "start");
    }

    void stop() throws IOException, InterruptedException {
        own("pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
    }

    List<String> options() {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/kaltstart",
                "--spring.datasource.username=kaltstart",
                "--spring.datasource.password=");
    }

    private void own(String program, String... arguments) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        if (root()) {
            words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        words.add(bin.resolve(program).toString());
        words.addAll(List.of(arguments));
        run(words.toArray(String[]::new));
    }

    private void run(String... words) throws IOException, InterruptedException {
        Path said = data.resolveSibling("said");
        int code = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + code + ": see " + said);
        }
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
