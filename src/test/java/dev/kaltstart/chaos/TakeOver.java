package dev.kaltstart.chaos;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Fence;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * How long from the kill of the Kaltstart that holds a step until the other one on the same database has taken it up,
 * with the lease as it is delivered; and what a journaled command costs beside the same one run bare. Started by
 * {@code src/bench/takeover}.
 */
final class TakeOver {

    private static final String PROGRAM = "true";

    private TakeOver() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        commands(60);
        takeOvers(runs);
        System.exit(0);
    }

    private static void takeOvers(int runs) throws IOException, InterruptedException {
        var seconds = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
            seconds.add(takeOver());
            print("take-over: %.1f s", seconds.get(run));
        }
        print(
                "from kill -9 of the holder until its step was taken up, median of %d: %.1f s;"
                        + " the job lease of stock Camunda: %d s",
                runs, median(seconds), TimeUnit.MILLISECONDS.toSeconds(new DefaultJobExecutor().getLockTimeInMillis()));
    }

    /** The step is held while its command runs; it is taken up when the other asks what became of that. */
    private static double takeOver() throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("take-over");
        Scene scene = Scene.at(root);
        var postgres = new Postgres(root);
        var instances = new ArrayList<Instance>();
        try {
            for (int number = 0; number < 2; number++) {
                var options = new ArrayList<>(postgres.options());
                options.add("--chaos.starts=" + (number == 0));
                instances.add(new Instance(scene, number, options));
            }
            for (Instance instance : instances) {
                instance.awaitReady();
            }
            scene.say("", "wanted", "1");
            holder(scene, instances).kill();
            long killed = System.nanoTime();
            while (!over(scene)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return (System.nanoTime() - killed) / 1e9;
        } finally {
            for (Instance instance : instances) {
                instance.kill();
            }
            postgres.stop();
        }
    }

    /** Waits for a long step to begin. @return the one whose command it is */
    private static Instance holder(Scene scene, List<Instance> instances) throws InterruptedException {
        var commands = new Commands(scene);
        while (true) {
            for (Instance instance : instances) {
                if (commands.isOf(instance, "r0", "copySlowly")) {
                    return instance;
                }
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Somebody asks what became of its command, or is done with everything. */
    private static boolean over(Scene scene) throws IOException {
        return !scene.names("questions").isEmpty() || scene.marks().there("r0", "finish");
    }

    private static void commands(int runs) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("journal-cost");
        try (var context = new SpringApplicationBuilder(ChaosKaltstart.class, Unfenced.class)
                .web(WebApplicationType.NONE)
                .run(Instance.settings(root.resolve("home"), Scene.at(root)).toArray(String[]::new))) {
            Shells shells = context.getBean(Shells.class);
            var journaled = new ArrayList<Double>();
            var bare = new ArrayList<Double>();
            for (int run = -20; run < runs; run++) {
                Shell shell = shells.of("bench", UUID.randomUUID().toString(), shells.local());
                double withJournal = millis(() -> shell.run(Command.of(PROGRAM)));
                double without =
                        millis(() -> new ProcessBuilder(PROGRAM).start().waitFor());
                if (run >= 0) {
                    journaled.add(withJournal);
                    bare.add(without);
                }
            }
            print(
                    "a command, median of %d in turn: journaled %.1f ms, bare %.1f ms, ratio %.1f"
                            + " (without the proof that the step is ours, a renewal of its lease)",
                    runs, median(journaled), median(bare), median(journaled) / median(bare));
        }
    }

    /** The commands measured here belong to no step of the engine, so nobody could prove that it is ours. */
    static final class Unfenced {

        @Bean
        @Primary
        Fence open() {
            return (step, intent) -> intent.accept("cluster");
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static double millis(Work work) throws IOException, InterruptedException {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted, sorted.length / 2, sorted.length / 2 + 1).sum();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
