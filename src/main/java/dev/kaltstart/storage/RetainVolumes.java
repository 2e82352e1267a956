package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.Affected;
import dev.kaltstart.flux.DriftFacts;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Sees to it that no volume is deleted together with its claim, whatever Flux or a person deletes next. */
@Component
class RetainVolumes extends Step {

    private static final Set<String> CHANGES = Set.of("revert", "overwrite", "judge");

    private final Evidence evidence;

    RetainVolumes(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    protected Check check(Run run) {
        Affected affected = Affected.of(run, evidence);
        if (!changes(run, affected)) {
            return Check.met("no volume needs it: nothing is changed on the way '"
                    + run.find(DriftFacts.WAY).orElse("") + "'");
        }
        saved(run);
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        List<PersistentVolume> open = open(reclaim, affected);
        return open.isEmpty()
                ? Check.met(reclaim.ours().size() + " volumes stay when their claims go, and did not before; "
                        + where(affected))
                : Check.notYet(open.size() + " volumes would be deleted with their claims: "
                        + open.stream().map(Reclaim::words).limit(10).collect(Collectors.joining(", ")));
    }

    private static boolean changes(Run run, Affected affected) {
        return affected.everything()
                || run.find(DriftFacts.WAY).filter(CHANGES::contains).isPresent();
    }

    private static void saved(Run run) {
        if (run.find(DriftFacts.FORENSICS).isEmpty()) {
            throw new Failure.Fatal(
                    "NO_FORENSICS",
                    "the state of the cluster has not been saved, and nothing may be changed before: begin again with a"
                            + " new recovery");
        }
    }

    private static String where(Affected affected) {
        return affected.everything()
                ? "looked at all there are"
                : "looked at those of " + String.join(", ", affected.namespaces());
    }

    private static List<PersistentVolume> open(Reclaim reclaim, Affected affected) {
        return reclaim.all().stream()
                .filter(Reclaim::bound)
                .filter(volume -> !Reclaim.retained(volume))
                .filter(volume -> affected.everything()
                        || affected.namespaces()
                                .contains(volume.getSpec().getClaimRef().getNamespace()))
                .toList();
    }

    @Override
    protected void perform(Run run) {
        saved(run);
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        open(reclaim, Affected.of(run, evidence)).forEach(reclaim::retain);
    }
}
