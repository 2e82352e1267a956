package dev.kaltstart.cluster;

import java.util.List;

/** The snapshots of etcd that are kept outside of the clusters. Thread-safe. */
public interface EtcdSnapshots {

    /**
     * The newest first. Reads each of them whole.
     *
     * @throws IllegalArgumentException when the name is not that of a cluster
     */
    List<EtcdSnapshot> of(String cluster);
}
