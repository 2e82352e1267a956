package dev.kaltstart.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A second JVM that works in a home until it is killed. */
final class AnotherKaltstart {

    private AnotherKaltstart() {}

    static Process that(String does, Path home, String... more) throws IOException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AnotherKaltstart.class.getName(),
                does,
                home.toString()));
        words.addAll(List.of(more));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        var home = new Home(Path.of(arguments[1]));
        if (arguments[0].equals("holds")) {
            HeldHome.take(home, "process 4711 on nas since noon");
        } else {
            Command command = Command.of("sh", "-c", arguments[3]);
            new LocalRunner(home, new Redaction()).start(arguments[2], command).await(Duration.ofMinutes(1));
        }
        System.out.write('.');
        System.out.flush();
        Thread.sleep(60_000);
    }
}
