package dev.kaltstart.storage;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Data was lost with its volumes. A person restores it: from volumes that still exist, or from a backup. */
@Component
class RestoreNamespace extends HumanTask {

    private static final Fact<Boolean> RESTORED = Fact.flag("dataRestored");
    private static final Fact<String> EVIDENCE = Fact.text("restoreEvidence");

    private final Evidence evidence;

    RestoreNamespace(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Brief brief(Run run) {
        List<LostClaim> claims = LostClaims.of(run, evidence);
        var commands = new ArrayList<>(List.of(
                "# if the old volume still exists, nothing is lost", "kubectl get pv | grep -E 'Released|Available'"));
        claims.stream()
                .map(LostClaim::namespace)
                .distinct()
                .forEach(name -> commands.addAll(commands(
                        name,
                        claims.stream()
                                .filter(claim -> claim.namespace().equals(name))
                                .toList())));
        commands.addAll(RestoreGuide.of(run, evidence));
        commands.addAll(List.of(
                "# no volume left: list the backups",
                "velero backup get",
                "kubectl get replicationsources -A",
                "kubectl -n longhorn-system get backupvolumes.longhorn.io"
                        + " -o custom-columns=VOLUME:.metadata.name,LAST:.status.lastBackupAt"));
        return new Brief(
                "These claims no longer have their data:\n"
                        + claims.stream().map(LostClaim::message).collect(Collectors.joining("\n"))
                        + "\nThe volumes of the claims before the recovery are in the evidence, with the saved state ("
                        + run.find(StorageFacts.SAVED_STATE).orElse("not saved") + ").",
                commands,
                "A Released volume becomes Available when its claimRef is removed, and is bound by a claim that"
                        + " names it. A claim cannot be moved to another volume: recreate it while Flux is suspended"
                        + " for it.",
                "The application shows its data, including its latest entry. Bound and Running prove nothing: an empty volume is"
                        + " bound, too.");
    }

    private static List<String> commands(String namespace, List<LostClaim> claims) {
        List<String> owners = claims.stream()
                .flatMap(claim -> Stream.ofNullable(claim.owner()))
                .distinct()
                .toList();
        var commands = new ArrayList<String>();
        commands.add("# " + namespace + ": stop the writers, and keep Flux from restarting them");
        if (owners.isEmpty()) {
            commands.add("# which Kustomization applies the claims, to suspend it first");
            commands.add("kubectl -n " + namespace + " get deployment,statefulset,pvc --show-labels");
        }
        owners.forEach(owner -> commands.add(flux("suspend", owner)));
        commands.add("kubectl -n " + namespace + " scale deployment,statefulset --all --replicas=0");
        claims.forEach(claim -> commands.addAll(commands(claim)));
        owners.forEach(owner -> commands.add(flux("resume", owner)));
        return commands;
    }

    private static String flux(String verb, String owner) {
        int slash = owner.indexOf('/');
        return "flux " + verb + " kustomization " + owner.substring(slash + 1) + " -n " + owner.substring(0, slash);
    }

    private static List<String> commands(LostClaim claim) {
        String volume = claim.released();
        if (volume == null) {
            return List.of("# no former volume of " + claim.label() + " is left: restore it from a backup");
        }
        String file = claim.name() + ".yaml";
        String kubectl = "kubectl -n " + claim.namespace() + " ";
        return List.of(
                "# " + claim.label() + ": release its former volume, and name it in the claim. In " + file
                        + " set spec.volumeName to " + volume
                        + ", and remove uid, resourceVersion, status and the annotations of pv.kubernetes.io",
                kubectl + "get pvc " + claim.name() + " -o yaml > " + file,
                kubectl + "delete pvc " + claim.name(),
                "kubectl patch pv " + volume + " --type=merge -p '{\"spec\":{\"claimRef\":null}}'",
                kubectl + "apply -f " + file);
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.decided(RESTORED, "choose whether the data is restored: yes, or no when it is given up");
        given.text(EVIDENCE, "give the source and age of the restored data, or the reason for giving it up");
    }
}
