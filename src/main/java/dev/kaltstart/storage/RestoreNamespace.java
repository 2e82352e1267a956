package dev.kaltstart.storage;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Data is gone with its volumes. A person brings it back: from the volumes that are still there, or from a backup. */
@Component
class RestoreNamespace extends HumanTask {

    private static final Fact<Boolean> RESTORED = Fact.flag("dataRestored");
    private static final Fact<String> EVIDENCE = Fact.text("restoreEvidence");

    @Override
    protected Brief brief(Run run) {
        String lost = run.find(StorageFacts.LOST_VOLUMES).orElse("");
        List<String> namespaces = lost.lines()
                .map(line -> line.replaceFirst("/.*", ""))
                .filter(name -> name.matches("[a-z0-9-]{1,63}"))
                .distinct()
                .toList();
        var commands = new ArrayList<>(List.of(
                "# is the old volume still there? Then nothing is lost",
                "kubectl get pv | grep -E 'Released|Available'"));
        (namespaces.isEmpty() ? List.of("NAMESPACE") : namespaces).forEach(name -> commands.addAll(commands(name)));
        commands.addAll(List.of(
                "# no volume left: where are backups, and from when?",
                "velero backup get",
                "kubectl get replicationsources -A",
                "kubectl -n longhorn-system get backupvolumes.longhorn.io"
                        + " -o custom-columns=VOLUME:.metadata.name,LAST:.status.lastBackupAt"));
        return new Brief(
                "Claims do not have the data that they had:\n" + lost
                        + "\nWhich claim had which volume before is evidence, with the state that was saved ("
                        + run.find(StorageFacts.SAVED_STATE).orElse("not saved") + ").",
                commands,
                "A volume that was Released and whose claimRef was taken away is Available, and is bound by a claim that"
                        + " names it. A claim cannot be pointed at another volume: it has to be made anew, while Flux"
                        + " stands still for it.",
                "The application shows its data, with its newest entry. Bound and Running prove nothing: an empty volume is"
                        + " bound as well.");
    }

    private static List<String> commands(String namespace) {
        return List.of(
                "# " + namespace + ": stop what writes, and let Flux not bring it back meanwhile",
                "flux suspend kustomization OWNER -n flux-system",
                "kubectl -n " + namespace + " scale deployment,statefulset --all --replicas=0",
                "kubectl -n " + namespace + " get pvc CLAIM -o yaml > claim.yaml",
                "kubectl -n " + namespace + " delete pvc CLAIM",
                "# free the old volume, and have the new claim name it (spec.volumeName in claim.yaml)",
                "kubectl patch pv VOLUME --type=merge -p '{\"spec\":{\"claimRef\":null}}'",
                "kubectl apply -f claim.yaml",
                "flux resume kustomization OWNER -n flux-system");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.decided(RESTORED, "say whether the data is back: yes, or no when it is given up");
        given.text(EVIDENCE, "say from where the data was restored and how old it is, or why it is given up");
    }
}
