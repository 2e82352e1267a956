package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * How long the machines need from a bad commit to a cluster that is well again: with Kaltstart, whose forms are answered at
 * once, and by hand, typed at once, in turn against the same lab. Started by {@code src/bench/drift}.
 */
final class DriftTimes {

    private final DriftLab lab;

    private DriftTimes(DriftLab lab) {
        this.lab = lab;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        Path directory = Files.createTempDirectory("drift-times");
        var ours = new ArrayList<List<Double>>();
        var byHand = new ArrayList<Double>();
        try (var lab = DriftLab.open(directory);
                var kaltstart = lab.kaltstart(directory)) {
            // with one person alone each approval would wait a minute
            kaltstart.kill();
            kaltstart.addPerson("olga", "operator");
            kaltstart.start();
            var times = new DriftTimes(lab);
            // the first one of each is slower than any later one: classes are loaded, and nothing is cached
            times.withKaltstart(kaltstart);
            times.byHand();
            for (int n = 0; n < rounds; n++) {
                ours.add(times.withKaltstart(kaltstart));
                byHand.add(times.byHand());
            }
        }
        double healthy = median(ours, 2);
        double hand = byHand.stream().sorted().toList().get(rounds / 2);
        System.out.printf(
                "seconds from the bad commit, median of %d: Flux fails and Kaltstart says so %.1f, the smallest part suspended"
                        + " %.1f, healthy %.1f; by hand healthy %.1f, ratio %.1f%n",
                rounds, median(ours, 0), median(ours, 1), healthy, hand, healthy / hand);
        System.exit(0);
    }

    /** @return until it is noticed, suspended, healthy */
    private List<Double> withKaltstart(OneKaltstart kaltstart) throws Exception {
        long begun = System.nanoTime();
        lab.pushWhatDoesNotBuild();
        when(() -> kaltstart
                .read("/api/clusters/" + DriftLab.NAME + "/drift")
                .path("roots")
                .toString()
                .contains("mediabox"));
        double noticed = since(begun);
        String recovery = lab.recover(kaltstart, "olga");
        when(() -> !lab.suspended().isEmpty());
        double suspended = since(begun);
        when(() -> kaltstart.attend(recovery) && !lab.broken("mediabox"));
        double healthy = since(begun);
        if (!kaltstart.state(recovery).equals("recovered")) {
            throw new AssertionError(recovery + " is " + kaltstart.state(recovery));
        }
        // the report is a commit of its own in the checkout
        lab.git("pull", "--quiet", "--rebase");
        return List.of(noticed, suspended, healthy);
    }

    /** As the people do who know what to do. */
    private double byHand() throws Exception {
        long begun = System.nanoTime();
        lab.pushWhatDoesNotBuild();
        when(() -> lab.broken("mediabox"));
        lab.git("revert", "--no-edit", "HEAD");
        lab.git("push", "--quiet", "origin", "HEAD:main");
        lab.reconcile("source", "git", "flux-system", "-n", "flux-system");
        lab.reconcile("kustomization", "cluster-apps", "-n", "flux-system");
        lab.reconcile("kustomization", "mediabox", "-n", lab.namespace());
        when(() -> !lab.broken("mediabox"));
        return since(begun);
    }

    private static void when(Callable<Boolean> so) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(so);
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static double median(List<List<Double>> values, int which) {
        return values.stream().map(all -> all.get(which)).sorted().toList().get(values.size() / 2);
    }
}
