package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.proof.SentinelPod;
import dev.kaltstart.backup.proof.SentinelPod.Action;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Leaves the original as it was: without the sentinels, and with its schedule of backups. Does nothing where none was tried. */
@Component
class RemoveSentinels extends Step {

    private static final String REMOVED = "drill-sentinels-removed";

    private final CopyMethods methods;
    private final Evidence evidence;
    private final RestoreProperties properties;

    RemoveSentinels(CopyMethods methods, Evidence evidence, RestoreProperties properties) {
        this.methods = methods;
        this.evidence = evidence;
        this.properties = properties;
    }

    @Override
    public Check check(Run run) {
        Optional<Drill> drill = Drill.find(run, evidence);
        if (drill.isEmpty()) {
            return Check.met("the drill has written nothing");
        }
        if (!evidence.read(Evidence.reference(run, REMOVED)).isEmpty()) {
            return Check.met("the sentinels are removed");
        }
        List<DrillClaim> seeded = Drill.seeded(run, evidence, drill.get());
        if (seeded.isEmpty()) {
            return Check.met("the drill has written nothing");
        }
        var problems = new ArrayList<String>();
        for (DrillClaim claim : seeded) {
            if (pod(run, claim, Action.WRITE).begun()) {
                return Check.notYet(claim.label() + ": the pod that writes the sentinel is still there");
            }
            SentinelPod remover = pod(run, claim, Action.REMOVE);
            var end = remover.end();
            if (end.isEmpty()) {
                return Check.notYet(claim.label() + ": the pod that removes the sentinel, " + remover.state());
            }
            if (!end.get().done()) {
                problems.add(claim.label() + ": " + end.get().problem());
            }
        }
        seeded.forEach(claim -> pod(run, claim, Action.REMOVE).remove());
        if (!problems.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "SENTINEL_LEFT",
                    "a sentinel could not be removed: " + String.join("; ", problems) + ". Remove the folder .kaltstart"
                            + " from the volume by hand, or retry");
        }
        evidence.keep(run, REMOVED, "removed");
        return Check.met(CountedNoun.of(seeded.size(), "sentinel") + " removed");
    }

    @Override
    public void perform(Run run) {
        Optional<Drill> drill = Drill.find(run, evidence);
        if (drill.isEmpty()) {
            return;
        }
        drill.get().require(run.cluster().kubernetes());
        for (DrillClaim claim : drill.get().claims()) {
            methods.of(claim).release(run, claim.order(drill.get().copy()));
        }
        for (DrillClaim claim : Drill.seeded(run, evidence, drill.get())) {
            // else the two would run side by side, and the sentinel might come last
            pod(run, claim, Action.WRITE).stop();
            pod(run, claim, Action.REMOVE)
                    .begin(properties.probeImage(), run.cluster().clock().instant());
        }
    }

    private static SentinelPod pod(Run run, DrillClaim claim, Action action) {
        return claim.sentinelPod(run.cluster().kubernetes(), action);
    }
}
