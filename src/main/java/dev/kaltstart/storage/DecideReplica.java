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

/** Somebody has to say whether the last good copy of a volume may be lost. */
@Component
class DecideReplica extends HumanTask {

    private static final Fact<String> REASON = Fact.text("replicaReason");

    @Override
    protected Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        return new Brief(
                "The only good copy of these volumes lies on " + node.name() + ": "
                        + run.find(StorageFacts.LAST_REPLICA_VOLUMES).orElse("")
                        + ". When the node is removed, it is lost.",
                List.of(
                        "# the volumes and where their replicas are",
                        "kubectl -n longhorn-system get volumes.longhorn.io",
                        "kubectl -n longhorn-system get replicas.longhorn.io -o wide",
                        "# is there a backup, and from when?",
                        "kubectl -n longhorn-system get backupvolumes.longhorn.io"
                                + " -o custom-columns=VOLUME:.metadata.name,LAST:.status.lastBackupAt"),
                "Accepted: the recovery goes on and the data on the node is given up. Not accepted: the recovery ends as"
                        + " aborted and the node is left as it is.",
                "Do not accept before you have seen a backup that is young enough, or have saved the disk: without"
                        + " power, the data on it stays where it is.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.decided(StorageFacts.DATA_LOSS_ACCEPTED, "say whether the loss of these volumes is accepted: yes or no");
        given.text(REASON, "give the reason: which backup replaces the data, or why it may be lost");
    }
}
