package dev.kaltstart.chaos;

import dev.kaltstart.jvm.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One virtual machine with a home of its own, started again under the same home after each death. */
class Instance {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** There is nobody to serve pages to, and a start must be cheap. */
    private static final List<String> WEB = List.of(
            "org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration",
            "org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration",
            "org.springframework.boot.autoconfigure.jersey.JerseyAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.autoconfigure.mustache.MustacheAutoConfiguration");

    private final Scene scene;
    private final Path home;
    private final List<String> options;
    private Process process;

    Instance(Scene scene, int number, List<String> options) throws IOException {
        this.scene = scene;
        this.home = Files.createDirectories(scene.root().resolve("home-" + number));
        this.options = options;
        this.process = launch();
    }

    private Process launch() throws IOException {
        List<String> words = ClassArchive.ofBuild()
                .command(
                        List.of("-Xmx256m", "-XX:-UsePerfData", "-Duser.timezone=UTC", "-Xlog:disable"),
                        ChaosKaltstart.class.getName());
        words.addAll(settings(home, scene));
        words.addAll(options);
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
    }

    static List<String> settings(Path home, Scene scene) {
        return List.of(
                "--kaltstart.home=" + home,
                "--kaltstart.processes=chaos-models/",
                // only the errands approve, alone, so kills fall into the delay as well
                "--kaltstart.approval.solo-delay=300ms",
                "--chaos.directory=" + scene.root(),
                "--logging.level.root=warn",
                "--logging.level.dev.kaltstart=info",
                "--spring.main.banner-mode=off",
                "--spring.autoconfigure.exclude=" + String.join(",", WEB));
    }

    void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (scene.said("ready", String.valueOf(process.pid())).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("did not start: see " + home.resolve("log"));
            }
            if (!process.isAlive()) {
                // its database may have been killed under it
                TimeUnit.MILLISECONDS.sleep(200);
                process = launch();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = launch();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Directories of the commands it has begun. */
    Path spool() {
        return home.resolve("spool");
    }
}
