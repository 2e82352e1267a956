package dev.kaltstart.storage;

import dev.kaltstart.engine.Fact;

/** What the storage layer has to lose. */
public final class StorageFacts {

    /** At least one volume has its only good copy on the node. */
    static final Fact<Boolean> LAST_REPLICA = Fact.flag("lastReplica");

    /** Those volumes, with the claims they belong to; blank when there are none. */
    public static final Fact<String> LAST_REPLICA_VOLUMES = Fact.text("lastReplicaVolumes");

    /** A person accepted that those volumes are lost. */
    static final Fact<Boolean> DATA_LOSS_ACCEPTED = Fact.flag("dataLossAccepted");

    /** Evidence: the state of the cluster before anything was changed. */
    public static final Fact<String> SAVED_STATE = Fact.text("forensicsRef");

    /** Claims do not have the data that they had. */
    public static final Fact<Boolean> DATA_LOST = Fact.flag("dataLost");

    /** Those claims, one a line, each with what happened to its volume. */
    public static final Fact<String> LOST_VOLUMES = Fact.text("lostVolumes");

    private StorageFacts() {}
}
