package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were changed at random by someone who holds the key: no code, no path outside of the home, no live recovery,
 * no memory beyond its bound. An hour of it: {@code ./mvnw test -Dtest=ImportFuzzTest -Dfuzz.seconds=3600 -Dfuzz.seed=7};
 * the figures are in {@code target/import-fuzz.txt} afterwards.
 */
@Timeout(7200)
class ImportFuzzTest {

    /** Also on a busy machine. */
    private static final int FEWEST = 25;

    private static final long MEMORY = 256L * 1024 * 1024;
    private static final Path FIGURES = Path.of("target/import-fuzz.txt");

    @TempDir
    static Path world;

    @SuppressWarnings("NullAway.Init")
    private static ExportBench bench;

    private final FuzzFigures figures = new FuzzFigures();

    @BeforeAll
    static void anExport() throws IOException {
        bench = new ExportBench(world);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void nothingButDataComesOutOfAFile() throws IOException {
        long seed = Long.getLong("fuzz.seed", 20261128);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 8)).toNanos();
        Path canary = world.resolve("canary");
        bench.file(bench.exported);
        Set<String> outside = outside();
        try {
            for (long next = seed; System.nanoTime() < end || figures.tried() < FEWEST; next++) {
                byte[] file = new ChangedExport(bench.exported, next, canary).bytes();
                survives(file, "seed " + next, outside);
                if (figures.tried() % 500 == 0) {
                    figures.write(FIGURES);
                }
            }
        } finally {
            figures.write(FIGURES);
        }
        assertThat(figures.taken()).as("some changes do no harm").isLessThan(figures.tried());
    }

    private void survives(byte[] file, String seed, Set<String> outside) throws IOException {
        var before = bench.rows();
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = thread.getCurrentThreadAllocatedBytes();
        Throwable failure = catchThrowable(() -> bench.take(file));
        allocated = thread.getCurrentThreadAllocatedBytes() - allocated;
        figures.add(failure, allocated);
        assertThat(allocated).as(seed + ": bytes that were ever allocated").isLessThan(MEMORY);
        assertThat(outside()).as(seed).isEqualTo(outside);
        if (failure != null) {
            assertThat(failure).as(seed).isInstanceOf(TransferRefused.class);
            assertThat(bench.rows()).as(seed).isEqualTo(before);
            assertThat(bench.home.resolve("twins/" + bench.recovery)).as(seed).doesNotExist();
            return;
        }
        assertThat(texts("select mode from recovery")).as(seed).containsOnly("rehearsal");
        assertThat(texts("select text_ from act_ru_variable where name_ = 'mode'"))
                .as(seed)
                .allMatch("rehearsal"::equals);
        assertThat(texts("select recovery from cluster_lock")).as(seed).isEmpty();
        assertThat(texts("select id from approval where execution is null and withdrawn_at is null"))
                .as(seed)
                .isEmpty();
        texts("select id from recovery").forEach(bench::forget);
    }

    private static List<String> texts(String query) {
        return bench.here.sql().sql(query).query(String.class).list();
    }

    private static Set<String> outside() throws IOException {
        try (Stream<Path> files = Files.walk(world)) {
            return files.filter(file -> !file.startsWith(bench.home))
                    .map(Path::toString)
                    .collect(Collectors.toSet());
        }
    }
}
