package dev.kaltstart.storage;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Data was lost with its volumes. A person restores it: from volumes that still exist, or from a backup. */
@Component
class RestoreNamespace extends HumanTask {

    private static final Fact<Boolean> RESTORED = Fact.flag("dataRestored");
    private static final Fact<String> EVIDENCE = Fact.text("restoreEvidence");

    @Override
    public Brief brief(Run run) {
        String lost = run.find(StorageFacts.LOST_VOLUMES).orElse("");
        List<String> namespaces = lost.lines()
                .map(line -> line.replaceFirst("/.*", ""))
                .filter(name -> name.matches("[a-z0-9-]{1,63}"))
                .distinct()
                .toList();
        var commands = new ArrayList<>(List.of(
                "# if the old volume still exists, nothing is lost", "kubectl get pv | grep -E 'Released|Available'"));
        (namespaces.isEmpty() ? List.of("NAMESPACE") : namespaces).forEach(name -> commands.addAll(commands(name)));
        commands.addAll(List.of(
                "# no volume left: list the backups",
                "velero backup get",
                "kubectl get replicationsources -A",
                "kubectl -n longhorn-system get backupvolumes.longhorn.io"
                        + " -o custom-columns=VOLUME:.metadata.name,LAST:.status.lastBackupAt"));
        return new Brief(
                "These claims no longer have their data:\n" + lost
                        + "\nThe volumes of the claims before the recovery are in the evidence, with the saved state ("
                        + run.find(StorageFacts.SAVED_STATE).orElse("not saved") + ").",
                commands,
                "A Released volume becomes Available when its claimRef is removed, and is bound by a claim that"
                        + " names it. A claim cannot be moved to another volume: recreate it while Flux is suspended"
                        + " for it.",
                "The application shows its data, including its latest entry. Bound and Running prove nothing: an empty volume is"
                        + " bound, too.");
    }

    private static List<String> commands(String namespace) {
        return List.of(
                "# " + namespace + ": stop the writers, and keep Flux from restarting them",
                "flux suspend kustomization OWNER -n flux-system",
                "kubectl -n " + namespace + " scale deployment,statefulset --all --replicas=0",
                "kubectl -n " + namespace + " get pvc CLAIM -o yaml > claim.yaml",
                "kubectl -n " + namespace + " delete pvc CLAIM",
                "# release the old volume, and name it in the new claim (spec.volumeName in claim.yaml)",
                "kubectl patch pv VOLUME --type=merge -p '{\"spec\":{\"claimRef\":null}}'",
                "kubectl apply -f claim.yaml",
                "flux resume kustomization OWNER -n flux-system");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.decided(RESTORED, "choose whether the data is restored: yes, or no when it is given up");
        given.text(EVIDENCE, "give the source and age of the restored data, or the reason for giving it up");
    }
}
