package dev.kaltstart.cluster;

import java.util.List;

/** The record of the nodes that the live clusters have shown, kept outside of the clusters. Thread-safe. */
public interface SeenNodes {

    /** Those of a cluster by name, as this Kaltstart last read or wrote them; reads no database. */
    List<SeenNode> of(String cluster);

    /** Adds what a look has shown to the record. What the look has not shown stays. */
    void saw(String cluster, List<SeenNode> shown);

    /**
     * Forgets nodes that only Kubernetes ever claimed and does not claim any more.
     *
     * @param claimed all nodes of a complete answer of Kubernetes
     */
    void forgetClaims(String cluster, List<NodeName> claimed);

    /** Reads again what another Kaltstart on this database may have written. */
    void refresh();
}
