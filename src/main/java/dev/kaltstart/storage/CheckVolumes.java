package dev.kaltstart.storage;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Checks for data loss. A recreated claim is bound and healthy, but its volume is empty. */
@Component
class CheckVolumes extends Step {

    /** Provisioning, and the first pod with the volume, take time. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Evidence evidence;
    private final Clusters clusters;

    CheckVolumes(Evidence evidence, Clusters clusters) {
        this.evidence = evidence;
        this.clusters = clusters;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(StorageFacts.DATA_LOST);
    }

    @Override
    public Check check(Run run) {
        Optional<Claims> saved = Claims.saved(run, evidence);
        if (saved.isEmpty()) {
            run.set(StorageFacts.DATA_LOST, false);
            run.setSubjects(LostClaims.NAMESPACES, List.of());
            return Check.met("skipped: no snapshot of the claims, because nothing was changed");
        }
        var volumes =
                new VolumesNow(run.cluster().kubernetes(), saved.get(), VolumeRisk.of(run, evidence), run.recovery());
        List<String> waiting = volumes.waiting();
        Instant end = run.began().plus(PATIENCE);
        if (!waiting.isEmpty() && run.cluster().clock().instant().isBefore(end)) {
            return Check.notYet("not bound yet: " + String.join(", ", waiting));
        }
        List<LostClaim> lost = volumes.lost();
        LostClaims.keep(run, evidence, lost);
        run.set(StorageFacts.DATA_LOST, !lost.isEmpty());
        run.setSubjects(
                LostClaims.NAMESPACES,
                LostClaims.namespaces(lost, clusters.critical(run.cluster().name())));
        return Check.met(
                lost.isEmpty()
                        ? "every claim still has its volume (" + volumes.looked() + " checked)"
                        : "data has to be restored: "
                                + lost.stream().map(LostClaim::message).collect(Collectors.joining("; ")));
    }
}
