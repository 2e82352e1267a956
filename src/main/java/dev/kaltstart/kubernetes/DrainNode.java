package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Evicts the pods of the node. Terminating pods count as gone: a dead kubelet never confirms the deletion. */
@Component
class DrainNode extends Step {

    /** With two pods of one budget on the node, the second can be evicted once the first is replaced. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    @Override
    public Check check(Run run) {
        String node = SubjectNode.of(run).name().value();
        List<Pod> staying = NodePods.staying(run.cluster().kubernetes(), node);
        return staying.isEmpty()
                ? Check.met("no pods left on " + node + " but those that belong to it")
                : Check.notYet(CountedNoun.of(staying.size(), "pod") + " left on " + node + ": "
                        + staying.stream().map(NodePods::name).limit(10).collect(Collectors.joining(", ")));
    }

    @Override
    public List<String> remedies(Run run, String code) {
        String node = SubjectNode.of(run).name().value();
        return List.of(
                "kubectl get pods -A -o wide --field-selector spec.nodeName=" + node,
                "kubectl get poddisruptionbudgets -A");
    }

    @Override
    public void perform(Run run) {
        var evictions = new Evictions(run.cluster().kubernetes());
        String node = SubjectNode.of(run).name().value();
        Instant end = run.cluster().clock().instant().plus(PATIENCE);
        List<Blocker> blockers = evictions.evict(node);
        while (blockers.stream().anyMatch(Blocker::mayPass)
                && run.cluster().clock().instant().isBefore(end)) {
            pause(run);
            blockers = evictions.evict(node);
        }
        if (!blockers.isEmpty()) {
            throw new Failure.NeedsHuman("DRAIN_BLOCKED", Blocker.message(blockers));
        }
    }

    private static void pause(Run run) {
        try {
            Thread.sleep(run.cluster().pace(PAUSE).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Shell.Interrupted("cancelled while pods were being evicted");
        }
    }
}
