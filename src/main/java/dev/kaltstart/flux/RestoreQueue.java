package dev.kaltstart.flux;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.engine.StepHistory.Execution;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.LostClaims;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Lets only so many namespaces of a recovery be restored at a time, the critical ones first: all at once share the network
 * and the disks, and the important ones come last. Read from the steps that were recorded, so that a kill changes nothing. A
 * namespace that waits for a person has no step under way, and holds up no other.
 */
@Component
class RestoreQueue {

    private static final String FENCE = "fenceNamespace";

    /** Behind the fence; no person is asked in between. */
    private static final Set<String> BEHIND = Set.of("stopWriters", "restoreVolumes", "proveData");

    private static final Set<String> FOLLOWED = Set.of(FENCE, "stopWriters", "restoreVolumes");
    private static final Set<String> OPEN = Set.of("running", "waiting");

    private final StepHistory steps;
    private final NamespaceFence fence;
    private final Evidence evidence;
    private final Clusters clusters;
    private final ParallelRestores limit;

    RestoreQueue(
            StepHistory steps, NamespaceFence fence, Evidence evidence, Clusters clusters, ParallelRestores limit) {
        this.steps = steps;
        this.fence = fence;
        this.evidence = evidence;
        this.clusters = clusters;
        this.limit = limit;
    }

    /** Those that are being restored, and those at the fence that come first: of two that look at once, one goes. */
    Optional<String> waitsFor(Run run) {
        List<String> order = LostClaims.inOrder(
                run, evidence, clusters.critical(run.cluster().name()));
        String own = run.subject().label();
        List<String> before = last(run).entrySet().stream()
                .filter(other -> !other.getKey().equals(own))
                .filter(other -> isUnderWay(run, other.getKey(), other.getValue())
                        || (isAtTheFence(other.getValue()) && isBefore(order, other.getKey(), own)))
                .map(Map.Entry::getKey)
                .toList();
        return before.size() < limit.parallel()
                ? Optional.empty()
                : Optional.of(
                        CountedNoun.of(before.size(), "namespace") + " to be restored: " + String.join(", ", before));
    }

    /** What was begun last in each namespace. */
    private Map<String, Execution> last(Run run) {
        var last = new LinkedHashMap<String, Execution>();
        steps.of(run.recovery()).stream()
                .filter(step -> step.subject() instanceof Subject.OfNamespace)
                .forEach(step -> last.put(step.subject().label(), step));
        return last;
    }

    private boolean isUnderWay(Run run, String namespace, Execution step) {
        if (step.state().equals("done")) {
            return FOLLOWED.contains(step.step());
        }
        return OPEN.contains(step.state())
                && (BEHIND.contains(step.step())
                        || (step.step().equals(FENCE) && fence.decided(run.recovery(), namespace)));
    }

    private static boolean isAtTheFence(Execution step) {
        return step.step().equals(FENCE) && OPEN.contains(step.state());
    }

    private static boolean isBefore(List<String> order, String one, String other) {
        int first = order.indexOf(one);
        return first >= 0 && (first < order.indexOf(other) || !order.contains(other));
    }
}
