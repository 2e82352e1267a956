package dev.kaltstart.backup;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.RestoreGuide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A person chooses from where the data of a namespace comes back. The restore itself has to be approved, too. */
@Component
class ChooseRestore extends HumanTask {

    private static final String RESTORE = "restore";

    private final Evidence evidence;

    ChooseRestore(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Brief brief(Run run) {
        String namespace = run.subject().label();
        boolean none = RestoreOptions.of(run, evidence).isEmpty();
        List<String> guide = RestoreGuide.of(run, evidence);
        var commands = new ArrayList<>(List.of(
                "# volumes that still exist",
                "kubectl get pv | grep " + namespace + "/",
                "# what backs up the namespace",
                "kubectl -n " + namespace + " get replicationsources.volsync.backube",
                "kubectl -n " + namespace + " get snapshots.k8up.io",
                "kubectl -n " + namespace + " get cronjobs",
                "kubectl get backups.velero.io -A --sort-by=.status.startTimestamp",
                "kubectl -n longhorn-system get backups.longhorn.io --sort-by=.status.backupCreatedAt"));
        commands.addAll(guide);
        return new Brief(
                "Claims of the namespace " + namespace + " have lost their data. "
                        + (none
                                ? "Kaltstart found no restore point that is older than the damage: restore by hand, or give"
                                        + " the data up."
                                : "Choose the restore point. A younger one loses less, an older one may be the only one"
                                        + " without the damage.")
                        + (guide.isEmpty()
                                ? ""
                                : " PostgreSQL clusters of CloudNativePG are recovered by hand, with the commands below."),
                commands,
                "Next, you approve the exact plan. Only then are the application and Flux stopped for the claims, and the"
                        + " data is written.",
                "Compare the time of the restore point with the start of the damage. A backup that began after the"
                        + " damage may have saved an empty volume.");
    }

    @Override
    public Map<Fact<String>, List<Option>> options(Run run) {
        return Map.of(RestoreFacts.POINT, RestoreOptions.of(run, evidence).options());
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        String way = given.text(RestoreFacts.WAY, "choose how the data comes back");
        if (way.equals(RESTORE) && RestoreOptions.of(run, evidence).isEmpty()) {
            throw new Refused("there is no restore point: restore by hand, or give the data up");
        }
        given.text(RestoreFacts.REASON, "give the reason for the choice");
    }
}
