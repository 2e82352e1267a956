package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import org.springframework.stereotype.Component;

/** A person decides whether the last good copy of a volume may be lost. */
@Component
class DecideReplica extends HumanTask {

    private static final Fact<String> REASON = Fact.text("replicaReason");

    @Override
    public Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        return new Brief(
                "The only good copy of these volumes is on " + node.name() + ": "
                        + StorageFacts.lastReplicaVolumes(run)
                        + ". Removing the node destroys it.",
                List.of(
                        "# the volumes and their replicas",
                        "kubectl -n longhorn-system get volumes.longhorn.io",
                        "kubectl -n longhorn-system get replicas.longhorn.io -o wide",
                        "# the latest backups",
                        "kubectl -n longhorn-system get backupvolumes.longhorn.io"
                                + " -o custom-columns=VOLUME:.metadata.name,LAST:.status.lastBackupAt"),
                "Accepted: the recovery continues and the data on the node is lost. Not accepted: the recovery ends as"
                        + " aborted and the node is left unchanged.",
                "Do not accept before you have checked a recent backup or saved the disk: without"
                        + " power, its data stays intact.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.decided(
                StorageFacts.DATA_LOSS_ACCEPTED, "choose whether the loss of these volumes is accepted: yes or no");
        given.text(REASON, "give the reason: the backup that replaces the data, or why the data may be lost");
    }
}
