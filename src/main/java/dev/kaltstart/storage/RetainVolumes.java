package dev.kaltstart.storage;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Prevents the deletion of volumes with their claims, whatever Flux or a person deletes next. */
@Component
class RetainVolumes extends Step {

    /**
     * The remedy that a person chose in a drift; some of them change the cluster. Named here again, because storage knows
     * nothing of Flux and its facts.
     */
    private static final Fact<String> WAY = Fact.text("way");

    private static final Set<String> CHANGES = Set.of("revert", "overwrite", "judge");

    private final Evidence evidence;

    RetainVolumes(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        VolumeRisk affected = VolumeRisk.of(run, evidence);
        if (!changes(run, affected)) {
            return Check.met("no volume needs it: nothing is changed by the remedy '"
                    + run.find(WAY).orElse("") + "'");
        }
        saved(run);
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        List<PersistentVolume> open = open(reclaim, affected);
        return open.isEmpty()
                ? Check.met(
                        CountedNoun.of(
                                        reclaim.ours().size(),
                                        "volume now outlives its claim",
                                        "volumes now outlive their claims")
                                + ", unlike before; " + where(affected),
                        Measurement.count("volumesRetained", reclaim.ours().size()))
                : Check.notYet(CountedNoun.of(open.size(), "volume") + " would be deleted with the claim: "
                        + open.stream().map(Reclaim::message).limit(10).collect(Collectors.joining(", ")));
    }

    private static boolean changes(Run run, VolumeRisk affected) {
        return affected.everything() || run.find(WAY).filter(CHANGES::contains).isPresent();
    }

    private static void saved(Run run) {
        if (run.find(StorageFacts.SAVED_STATE).isEmpty()) {
            throw new Failure.Fatal(
                    "NO_FORENSICS",
                    "the state of the cluster has not been saved, so nothing may be changed yet: start again with a"
                            + " new recovery");
        }
    }

    private static String where(VolumeRisk affected) {
        return affected.everything()
                ? "checked all volumes"
                : "checked the volumes of " + String.join(", ", affected.namespaces());
    }

    private static List<PersistentVolume> open(Reclaim reclaim, VolumeRisk affected) {
        return reclaim.all().stream()
                .filter(Reclaim::bound)
                .filter(volume -> !Reclaim.retained(volume))
                .filter(volume -> affected.everything()
                        || affected.namespaces()
                                .contains(volume.getSpec().getClaimRef().getNamespace()))
                .toList();
    }

    @Override
    public void perform(Run run) {
        saved(run);
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        open(reclaim, VolumeRisk.of(run, evidence)).forEach(reclaim::retain);
    }
}
