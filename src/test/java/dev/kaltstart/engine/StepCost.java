package dev.kaltstart.engine;

import dev.kaltstart.cluster.Mode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a durable step costs: runs of twenty steps that do nothing, in turn on H2 and on PostgreSQL, both with every commit
 * on disk; then a thousand steps that wait at once, on PostgreSQL. Started by {@code src/bench/steps}.
 */
final class StepCost {

    private static final int STEPS = 20;
    private static final int WARM_UP = 60;

    private StepCost() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        Path home = Files.createTempDirectory("step-cost");
        try (var postgres = postgres(home);
                var h2 = engine("jdbc:h2:file:" + home.resolve("h2") + ";WRITE_DELAY=0", "sa");
                var pg = engine(postgres.getJdbcUrl("postgres", "postgres"), "postgres")) {
            measure(h2, WARM_UP);
            measure(pg, WARM_UP);
            var onH2 = new ArrayList<Double>();
            var onPostgres = new ArrayList<Double>();
            for (int run = 0; run < runs; run++) {
                onH2.addAll(measure(h2, 1));
                onPostgres.addAll(measure(pg, 1));
            }
            double h2Median = median(onH2);
            double pgMedian = median(onPostgres);
            print(
                    "a durable step, median of " + runs + " runs of " + STEPS + ": H2 %.2f ms, PostgreSQL %.2f ms,"
                            + " ratio %.2f",
                    h2Median,
                    pgMedian,
                    pgMedian / h2Median);
            waiting(pg);
        }
        System.exit(0);
    }

    private static EmbeddedPostgres postgres(Path home) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("postgres"))
                // made for tests, it would not wait for the disk
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    private static ConfigurableApplicationContext engine(String url, String user) {
        return new SpringApplication(EngineFixture.class)
                .run(
                        "--server.port=0",
                        "--logging.level.root=warn",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=" + user,
                        "--kaltstart.processes=engine-models/",
                        "--camunda.bpm.authorization.enabled=false");
    }

    private static List<Double> measure(ConfigurableApplicationContext context, int runs) throws InterruptedException {
        var perStep = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
            long began = System.nanoTime();
            String recovery = start(context, "chain");
            awaitEnd(context.getBean(EngineFixture.World.class), recovery);
            perStep.add((System.nanoTime() - began) / 1e6 / STEPS);
        }
        return perStep;
    }

    private static void awaitEnd(EngineFixture.World world, String recovery) throws InterruptedException {
        while (world.end(recovery).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        world.happened.clear();
    }

    private static void waiting(ConfigurableApplicationContext context) throws InterruptedException {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long heap = usedHeap();
        double idle = transactionsPerSecond(context);
        for (int n = 0; n < 1000; n++) {
            start(context, "patient-long");
        }
        TimeUnit.SECONDS.sleep(20);
        print(
                "a thousand waiting steps: %d threads more, %.1f MB of heap more, %.0f transactions a second on"
                        + " PostgreSQL (%.0f without them)",
                ManagementFactory.getThreadMXBean().getThreadCount() - threads,
                (usedHeap() - heap) / 1e6,
                transactionsPerSecond(context),
                idle);
    }

    /** Longer than a lease, so that each is renewed in it. */
    private static double transactionsPerSecond(ConfigurableApplicationContext context) throws InterruptedException {
        int seconds = 30;
        long before = transactions(context);
        TimeUnit.SECONDS.sleep(seconds);
        return (transactions(context) - before) / (double) seconds;
    }

    private static long transactions(ConfigurableApplicationContext context) {
        return JdbcClient.create(context.getBean(DataSource.class))
                .sql("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")
                .query(Long.class)
                .single();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String start(ConfigurableApplicationContext context, String model) {
        String recovery = model + "-" + UUID.randomUUID();
        context.getBean(Processes.class)
                .start(
                        model,
                        recovery,
                        Map.of(RunFacts.RECOVERY, recovery, RunFacts.CLUSTER, "any", RunFacts.MODE, Mode.REHEARSAL));
        return recovery;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted, sorted.length / 2, sorted.length / 2 + 1).sum();
    }

    private static void print(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}
