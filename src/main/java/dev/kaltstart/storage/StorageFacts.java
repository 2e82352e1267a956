package dev.kaltstart.storage;

import dev.kaltstart.engine.Fact;

/** What is found out about the data on the node. */
final class StorageFacts {

    static final Fact<Boolean> LAST_REPLICA = Fact.flag("lastReplica");
    static final Fact<String> LAST_REPLICA_VOLUMES = Fact.text("lastReplicaVolumes");
    static final Fact<Boolean> DATA_LOSS_ACCEPTED = Fact.flag("dataLossAccepted");
    static final Fact<String> REPLICA_REASON = Fact.text("replicaReason");

    private StorageFacts() {}
}
