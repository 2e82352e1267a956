package dev.kaltstart.flux;

import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.flux.diagnosis.Diagnosis;
import dev.kaltstart.flux.diagnosis.DiagnosisText;
import dev.kaltstart.flux.diagnosis.DriftDiagnosis;
import dev.kaltstart.flux.diagnosis.UnknownObjects;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.lab.World;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.twin.TwinWorld;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a look at the scope of a drift costs: many Kustomizations that all wait for one that does not build, with twenty
 * objects each, against the API of a twin: time, and heap. Beside it, in turn, listing them alone. Started by
 * {@code src/bench/scope}.
 */
final class ScopeCost {

    private static final int OBJECTS = 20;
    private static final int WARM_UP = 3;

    private ScopeCost() {}

    public static void main(String[] arguments) throws Exception {
        int number = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int looks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (World world = TwinWorld.open(Files.createTempDirectory("scope-cost"))) {
            fill(world.kubernetes(), number);
            for (int n = 0; n < WARM_UP; n++) {
                list(world);
                look(world);
            }
            var listed = new ArrayList<Double>();
            var looked = new ArrayList<Double>();
            for (int n = 0; n < looks; n++) {
                listed.add(milliseconds(() -> list(world)));
                looked.add(milliseconds(() -> look(world)));
            }
            print(
                    number + " Kustomizations, median of " + looks + ": listed %.0f ms, scope %.0f ms, ratio %.2f",
                    median(listed),
                    median(looked),
                    median(looked) / median(listed));
            double listing = megabytes(() -> list(world));
            double looking = megabytes(() -> look(world));
            print(
                    "heap at its peak, above what was there before, with all garbage: listed %.0f MB, scope %.0f MB, ratio"
                            + " %.2f",
                    listing, looking, looking / listing);
        }
        System.exit(0);
    }

    private static void fill(KubernetesClient client, int number) {
        var world = new FluxWorld(client);
        world.kustomization("blocker")
                .failing("BuildFailed", "kustomize build failed")
                .there();
        for (int n = 0; n < number; n++) {
            var one = world.kustomization("bench-" + n)
                    .after("blocker")
                    .failing("DependencyNotReady", "dependency 'flux-system/blocker' is not ready");
            for (int made = 0; made < OBJECTS; made++) {
                one.made("bench_map-" + n + "-" + made + "__ConfigMap", "v1");
            }
            one.there();
        }
    }

    private static void list(World world) {
        if (new Flux(world.kubernetes()).kustomizations().isEmpty()) {
            throw new AssertionError("there are no Kustomizations to measure with");
        }
    }

    private static void look(World world) {
        var run = FakeRun.on(world.cluster()).with(DriftFacts.GIT_ANSWERS, true);
        var asking = new UnknownObjects();
        Diagnosis scoped = new DriftDiagnosis(
                        run,
                        Optional.empty(),
                        (any, commit) -> {
                            throw new GitTrouble("nothing to compare with");
                        },
                        Set.of(),
                        asking)
                .look();
        var message = new DiagnosisText(scoped, Optional.empty(), null, asking);
        message.cause();
        scoped.affected().keep(run, new EvidenceInMemory());
        message.scope(world.cluster().clock().instant(), new Redaction()).json();
    }

    private static double milliseconds(Runnable work) {
        long before = System.nanoTime();
        work.run();
        return (System.nanoTime() - before) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** The most of a few, for a collection may come at any time; the twin that answers is in the same process. */
    private static double megabytes(Runnable work) {
        return IntStream.range(0, 3)
                .mapToDouble(n -> {
                    System.gc();
                    List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                            .filter(pool -> pool.getType() == MemoryType.HEAP)
                            .toList();
                    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
                    long before = heap.stream()
                            .mapToLong(pool -> pool.getUsage().getUsed())
                            .sum();
                    work.run();
                    long peak = heap.stream()
                            .mapToLong(pool -> pool.getPeakUsage().getUsed())
                            .sum();
                    return (peak - before) / 1e6;
                })
                .max()
                .orElseThrow();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void print(String format, Object... values) {
        System.out.println(format.formatted(values));
    }
}
