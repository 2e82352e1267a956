package dev.kaltstart.storage;

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
import org.springframework.stereotype.Component;

/** Is the data still there? A claim that was made anew is bound and healthy, and its volume is empty. */
@Component
class CheckVolumes extends Step {

    /** A provisioner, and a pod that is the first to use it, take their time. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Evidence evidence;

    CheckVolumes(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    protected Set<Fact<?>> writes() {
        return Set.of(StorageFacts.DATA_LOST, StorageFacts.LOST_VOLUMES);
    }

    @Override
    protected Check check(Run run) {
        Optional<Claims> saved = Claims.saved(run, evidence);
        if (saved.isEmpty()) {
            run.set(StorageFacts.DATA_LOST, false);
            return Check.met("not looked at: which claims there were was not written down, as nothing was changed");
        }
        var volumes =
                new VolumesNow(run.cluster().kubernetes(), saved.get(), VolumeRisk.of(run, evidence), run.recovery());
        List<String> waiting = volumes.waiting();
        Instant end = run.began().plus(PATIENCE);
        if (!waiting.isEmpty() && run.cluster().clock().instant().isBefore(end)) {
            return Check.notYet("not bound yet: " + String.join(", ", waiting));
        }
        List<String> lost = volumes.lost();
        run.set(StorageFacts.DATA_LOST, !lost.isEmpty());
        run.set(StorageFacts.LOST_VOLUMES, String.join("\n", lost));
        return Check.met(
                lost.isEmpty()
                        ? "every claim has the volume that it had before (" + volumes.looked() + " looked at)"
                        : "data has to be restored: " + String.join("; ", lost));
    }
}
