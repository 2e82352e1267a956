package dev.kaltstart.storage;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.RecoveryFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** Going on would give up data. Only a person may. */
@Component
class DecideReplica extends HumanTask {

    @Override
    protected Brief brief(Run run) {
        String node = run.get(RecoveryFacts.NODE).value();
        return new Brief(
                "The only good copy of these volumes lies on " + node + ":\n"
                        + run.get(StorageFacts.LAST_REPLICA_VOLUMES)
                        + "\nIf the node is removed, it is gone. Backups may be older than you think.",
                List.of(
                        "kubectl -n longhorn-system get replicas.longhorn.io -o wide",
                        "kubectl -n longhorn-system get backupvolumes.longhorn.io"),
                "The first command shows where the replicas are, the second how old the newest backup of each volume is.",
                "If the disk of " + node
                        + " can still be read, do not accept: repair the machine first, and start again.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        if (answers.find(StorageFacts.DATA_LOSS_ACCEPTED).isEmpty()) {
            throw new Refused("Say whether the data may be given up.");
        }
        if (answers.find(StorageFacts.REPLICA_REASON)
                .filter(reason -> !reason.isBlank())
                .isEmpty()) {
            throw new Refused("Give a reason: it goes into the report.");
        }
    }
}
