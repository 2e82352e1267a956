package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.kubernetes.Readiness;
import dev.kaltstart.recovery.SubjectNode;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Waits until a slow node has been healthy for a full minute. */
@Component
class WatchNode extends Step {

    private static final Duration WELL = Duration.ofMinutes(1);

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        Readiness kubernetes = Readiness.of(run.cluster().kubernetes(), node);
        if (!kubernetes.ready()) {
            return Check.notYet(node.name() + ": " + kubernetes.message());
        }
        Answer<String> version = new Talos(run.cluster()).version(node);
        if (!version.given()) {
            return Check.notYet(node.name() + " is Ready, but Talos " + version.message());
        }
        // Kubernetes records the transition time, so a break between two of our polls is not missed
        Instant since = kubernetes.since() == null || kubernetes.since().isBefore(run.began())
                ? run.began()
                : kubernetes.since();
        Duration well = Duration.between(since, run.cluster().clock().instant());
        return well.compareTo(WELL) >= 0
                ? Check.met(node.name() + " is Ready and Talos answers, without interruption since " + since)
                : Check.notYet(
                        node.name() + " is healthy, but not for a full minute yet",
                        Math.max(0, well.toMillis() / (double) WELL.toMillis()));
    }
}
