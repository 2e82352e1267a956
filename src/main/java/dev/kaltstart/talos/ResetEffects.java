package dev.kaltstart.talos;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Command;
import dev.kaltstart.storage.StorageFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The effects of a reset, for the approver. */
final class ResetEffects {

    private ResetEffects() {}

    static Plan of(Run run, Node node, Optional<MachineUuid> machine, Command command) {
        var effects = new ArrayList<String>();
        effects.add("wiped on " + node.name() + " (" + node.address() + ", machine "
                + machine.map(Object::toString).orElse("of unknown UUID") + "): the partitions STATE ("
                + "its configuration) and EPHEMERAL (/var: containers, images, logs"
                + (node.controlPlane() ? ", its copy of etcd" : "") + ")");
        effects.add(
                "lost with /var: every volume that is stored there, such as Longhorn's data under /var/lib/longhorn,"
                        + " hostPath and local-path volumes, and Ceph's monitors; other disks and partitions are left alone,"
                        + " such as those of OSDs, LVM and ZFS");
        String lost = StorageFacts.lastReplicaVolumes(run);
        effects.add(
                lost.isBlank()
                        ? "no volume was found that has its last good copy there"
                        : "LOST FOR GOOD, the only good copy is on this node: " + lost);
        StorageFacts.dataInDoubt(run).forEach(doubt -> effects.add("a person accepted: " + doubt));
        if (node.controlPlane()) {
            effects.add("etcd continues with the other members: "
                    + run.find(NodeFacts.QUORUM_WORDS).orElse("they are checked again right before"));
        }
        effects.add("the machine restarts and waits for a configuration");
        return new Plan(run.subject(), List.of(command), List.of(), effects);
    }
}
