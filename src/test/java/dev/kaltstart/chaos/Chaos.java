package dev.kaltstart.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Kills Kaltstart, its commands and its database at random moments, starts it again until all recoveries have ended,
 * and counts. By hand, with the class path of the tests: {@code src/bench/chaos}, which is
 *
 * <pre>java -cp ... dev.kaltstart.chaos.Chaos kills=1000 seed=1 database=h2 instances=1</pre>
 *
 * {@code kills} is how often a Kaltstart is killed in all, {@code each} (50) how often in one run before everything is
 * let end and counted; {@code database} is {@code h2} or {@code postgres}, {@code instances} how many share it;
 * {@code journal=false} takes the journal away, to see the harness fail. The n-th run has the seed {@code seed + n}. A
 * seed repeats the choices, not the moments: those are the machine's.
 */
class Chaos {

    private static final int AT_ONCE = 4;
    private static final Duration LONGEST_END = Duration.ofSeconds(300);

    private final long seed;
    private final Random random;
    private final Scene scene;
    private final Commands commands;
    private final Person person;
    private final @Nullable Postgres postgres;
    private final List<Instance> instances = new ArrayList<>();
    private int wanted;
    private int kills;
    private int childKills;
    private int databaseKills;

    private Chaos(Path root, long seed, boolean onPostgres, int count, boolean journal)
            throws IOException, InterruptedException {
        this.seed = seed;
        this.random = new Random(seed);
        this.scene = Scene.at(root);
        this.commands = new Commands(scene);
        this.person = new Person(scene, commands);
        this.postgres = onPostgres ? new Postgres(root) : null;
        var options = new ArrayList<>(List.of(
                "--kaltstart.worker.lease=3s",
                "--camunda.bpm.job-execution.lock-time-in-millis=3000",
                "--chaos.journal=" + journal));
        if (postgres != null) {
            options.addAll(postgres.options());
        }
        for (int n = 0; n < count; n++) {
            var own = new ArrayList<>(options);
            own.add("--chaos.starts=" + (n == 0));
            instances.add(new Instance(scene, n, own));
            // two that make one database at once are not what is tried here
            instances.get(n).awaitReady();
        }
    }

    public static void main(String[] arguments) throws Exception {
        var settings = Settings.of(arguments);
        long began = System.nanoTime();
        int kills = 0;
        int failed = 0;
        for (int run = 0; kills < settings.kills(); run++) {
            int now = Math.min(settings.each(), settings.kills() - kills);
            Outcome outcome = run(settings, settings.seed() + run, now);
            print("%s; %s", outcome.tally(), outcome.did());
            kills += now;
            failed += outcome.tally().clean() ? 0 : 1;
        }
        print(
                "%d kills in %d s, runs that failed: %d",
                kills, Duration.ofNanos(System.nanoTime() - began).toSeconds(), failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    /** @param did how often what was killed */
    record Outcome(Tally tally, String did) {}

    static Outcome run(Settings settings, long seed, int kills) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("chaos");
        var chaos = new Chaos(root, seed, settings.postgres(), settings.instances(), settings.journal());
        Tally tally;
        try {
            tally = chaos.run(kills);
        } finally {
            chaos.close();
        }
        if (tally.clean()) {
            FileSystemUtils.deleteRecursively(root);
        } else {
            print("kept for a look: %s", root);
        }
        return new Outcome(tally, chaos.did());
    }

    private Tally run(int wantedKills) throws IOException, InterruptedException {
        while (kills < wantedKills) {
            cycle();
        }
        long end = System.nanoTime() + LONGEST_END.toNanos();
        while (scene.names("ends").size() < wanted && System.nanoTime() < end) {
            reviveTheDead();
            person.answerAll();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        // whoever saw the last mark may still be writing down how the command ended
        TimeUnit.SECONDS.sleep(1);
        return Tally.of(seed, wanted, scene, commands.running().size());
    }

    private void wantMore() throws IOException {
        int before = wanted;
        wanted = scene.names("ends").size() + AT_ONCE;
        if (wanted > before) {
            scene.say("", "wanted", String.valueOf(wanted));
        } else {
            wanted = before;
        }
    }

    private void cycle() throws IOException, InterruptedException {
        Instance victim = instances.get(random.nextInt(instances.size()));
        if (random.nextInt(4) == 0) {
            // while it starts
            wantMore();
            live(random.nextInt(2500));
        } else {
            victim.awaitReady();
            // what was wanted before may have been done by the other one meanwhile
            wantMore();
            // the steps of the one before are free only when its leases have run out
            live(random.nextInt(3500));
        }
        if (random.nextInt(3) == 0) {
            killChild();
        }
        if (postgres != null && random.nextInt(8) == 0) {
            killDatabase(postgres);
        }
        if (random.nextBoolean()) {
            awaitSomething(victim);
        }
        victim.kill();
        kills++;
        victim.startAgain();
    }

    private void live(int millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            person.answerAll();
            TimeUnit.MILLISECONDS.sleep(Math.min(50, 1 + millis));
        }
    }

    /** Right when a command begins or a mark appears: there the most can go wrong. */
    private void awaitSomething(Instance victim) throws IOException, InterruptedException {
        int seen = size(victim.spool()) + size(scene.marks().directory());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (size(victim.spool()) + size(scene.marks().directory()) == seen && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
    }

    private static int size(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? 0 : names.length;
    }

    private void killChild() {
        List<ProcessHandle> running = commands.running();
        if (!running.isEmpty()) {
            running.get(random.nextInt(running.size())).destroyForcibly();
            childKills++;
        }
    }

    private void killDatabase(Postgres server) throws IOException, InterruptedException {
        server.stop();
        databaseKills++;
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
        server.start();
    }

    private void reviveTheDead() throws IOException {
        for (Instance instance : instances) {
            if (!instance.alive()) {
                instance.startAgain();
            }
        }
    }

    private String did() {
        return kills + " kills, " + childKills + " commands killed, " + databaseKills + " databases killed, "
                + person.asked() + " questions asked";
    }

    private void close() throws IOException, InterruptedException {
        for (Instance instance : instances) {
            instance.kill();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
