package dev.kaltstart.storage;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.SubjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A person decides whether the recovery may take the data of the node, or what only a person can judge. */
@Component
class DecideReplica extends HumanTask {

    private static final Fact<String> REASON = Fact.text("replicaReason");

    @Override
    public Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        String volumes = StorageFacts.lastReplicaVolumes(run);
        var why = new ArrayList<String>();
        if (!volumes.isBlank()) {
            why.add("The only good copy of these volumes is on " + node.name() + ": " + volumes
                    + ". Removing the node destroys it.");
        }
        StorageFacts.dataInDoubt(run).forEach(doubt -> why.add(doubt + "."));
        return new Brief(
                String.join("\n", why),
                commands(run, node, !volumes.isBlank()),
                "Accepted: the recovery continues: the partitions STATE and EPHEMERAL (/var) of the node are wiped, and"
                        + " what is stored there is lost. Not accepted: the recovery ends as aborted and the node is left"
                        + " unchanged.",
                "Do not accept before you have checked a recent backup or saved the disk: without"
                        + " power, its data stays intact.");
    }

    private static List<String> commands(Run run, Node node, boolean volumes) {
        String text = run.find(StorageFacts.DATA_IN_DOUBT).orElse("");
        Set<DataSystem> systems = run.cluster().inventory().systems().stream()
                .map(SystemInUse::system)
                .collect(Collectors.toSet());
        var commands = new ArrayList<>(
                List.of(
                        "# the volumes and their nodes",
                        "kubectl get pv -o custom-columns=VOLUME:.metadata.name,CLAIM:.spec.claimRef.name"
                                + ",NODE:.spec.nodeAffinity.required.nodeSelectorTerms[*].matchExpressions[*].values,PATH:.spec.local.path"));
        if (systems.contains(DataSystem.LONGHORN) || volumes) {
            commands.addAll(List.of(
                    "# Longhorn's volumes, their replicas and the latest backups",
                    "kubectl -n longhorn-system get volumes.longhorn.io",
                    "kubectl -n longhorn-system get replicas.longhorn.io -o wide",
                    "kubectl -n longhorn-system get backupvolumes.longhorn.io"
                            + " -o custom-columns=VOLUME:.metadata.name,LAST:.status.lastBackupAt"));
        }
        if (systems.contains(DataSystem.ROOK_CEPH) || text.contains(DataSystem.ROOK_CEPH.label())) {
            commands.addAll(List.of(
                    "# Ceph: its health, and the OSDs of the node; the last one needs the toolbox",
                    "kubectl get cephclusters.ceph.rook.io -A",
                    "kubectl get pods -A -l app=rook-ceph-osd --field-selector spec.nodeName=" + node.name(),
                    "kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd safe-to-destroy OSD_NUMBER"));
        }
        if (systems.contains(DataSystem.CLOUDNATIVE_PG) || text.contains(DataSystem.CLOUDNATIVE_PG.label())) {
            commands.addAll(List.of(
                    "# the databases, their instances and the latest backups",
                    "kubectl get clusters.postgresql.cnpg.io,backups.postgresql.cnpg.io -A",
                    "kubectl get pods -A -l cnpg.io/podRole=instance -o wide"));
        }
        return commands;
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.decided(StorageFacts.DATA_LOSS_ACCEPTED, "choose whether the loss of this data is accepted: yes or no");
        given.text(REASON, "give the reason: the backup that replaces the data, or why the data may be lost");
    }
}
