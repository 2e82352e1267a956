package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Evicts what runs on the node. On a dead one the pods stay Terminating until it is surely off: that is a later step. */
@Component
class DrainNode extends Step {

    /** The person's answer to blockers: skip them, that is, delete the pods in spite of them. */
    private static final Fact<String> DECISION = Fact.text("decision");

    @Override
    protected Check check(Run run) {
        List<Pod> all = Pods.movable(run);
        List<Pod> left = all.stream().filter(pod -> !Pods.terminating(pod)).toList();
        return left.isEmpty()
                ? Check.met("nothing left to move; " + all.size() + " pods are terminating")
                : Check.notYet(left.size() + " pods left, " + Pods.name(left.get(0)) + " first");
    }

    @Override
    protected void perform(Run run) {
        boolean force = run.find(DECISION).filter("skip"::equals).isPresent();
        KubernetesClient kubernetes = run.cluster().kubernetes();
        List<Blocker> blockers = Pods.movable(run).stream()
                .filter(pod -> !Pods.terminating(pod))
                .map(pod -> force ? delete(kubernetes, pod) : evict(kubernetes, pod))
                .flatMap(Optional::stream)
                .toList();
        if (!blockers.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "DRAIN_BLOCKED",
                    blockers.stream().map(Blocker::words).collect(Collectors.joining("\n"))
                            + "\nSkip deletes these pods in spite of that; try again evicts them once more.");
        }
    }

    private static Optional<Blocker> evict(KubernetesClient kubernetes, Pod pod) {
        Optional<Blocker> known = Blocker.before(pod);
        if (known.isPresent()) {
            return known;
        }
        try {
            boolean evicted = kubernetes
                    .pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .evict();
            // the client answers false for 404 and 429 alike
            return evicted || gone(kubernetes, pod) ? Optional.empty() : Optional.of(Blocker.budget(kubernetes, pod));
        } catch (KubernetesClientException e) {
            if (Blocker.refused(e.getCode())) {
                return Optional.of(Blocker.budget(kubernetes, pod));
            }
            throw e;
        }
    }

    private static boolean gone(KubernetesClient kubernetes, Pod pod) {
        Pod now = kubernetes
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .get();
        return now == null || Pods.terminating(now);
    }

    private static Optional<Blocker> delete(KubernetesClient kubernetes, Pod pod) {
        kubernetes
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .delete();
        return Optional.empty();
    }
}
