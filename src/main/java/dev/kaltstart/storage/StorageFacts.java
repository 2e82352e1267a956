package dev.kaltstart.storage;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The facts about volumes and data loss. */
public final class StorageFacts {

    /** The node has the only good copy of some data, or only a person can say whether it has: a person decides. */
    static final Fact<Boolean> LAST_REPLICA = Fact.flag("lastReplica");

    /** Those volumes, with their claims, one per line; blank when there are none. */
    public static final Fact<String> LAST_REPLICA_VOLUMES = Fact.text("lastReplicaVolumes");

    /** What only a person can judge about the data of the node, one sentence a line; blank when there is nothing. */
    static final Fact<String> DATA_IN_DOUBT = Fact.text("dataInDoubt");

    /** A person accepted the loss of those volumes. */
    static final Fact<Boolean> DATA_LOSS_ACCEPTED = Fact.flag("dataLossAccepted");

    /** Evidence: the state of the cluster before any change. */
    public static final Fact<String> SAVED_STATE = Fact.text("forensicsRef");

    /** At least one claim has lost its data. */
    public static final Fact<Boolean> DATA_LOST = Fact.flag("dataLost");

    private StorageFacts() {}

    /** The volumes whose last good copy is on the node, for a sentence; blank when there are none. */
    public static String lastReplicaVolumes(Facts facts) {
        return facts.find(LAST_REPLICA_VOLUMES).orElse("").lines().collect(Collectors.joining(", "));
    }

    /** What only a person could judge, one sentence each; empty when there was nothing. */
    public static List<String> dataInDoubt(Facts facts) {
        return facts.find(DATA_IN_DOUBT).orElse("").lines().toList();
    }

    /** The claims of the volumes whose loss a person accepted, as namespace/name. */
    public static Set<String> claimsGivenUp(Facts facts) {
        return facts.is(DATA_LOSS_ACCEPTED)
                ? facts.find(LAST_REPLICA_VOLUMES)
                        .orElse("")
                        .lines()
                        .map(label -> label.replaceAll(" \\(.*", ""))
                        .collect(Collectors.toSet())
                : Set.of();
    }
}
