package dev.kaltstart.talos.rebuild;

import java.util.List;

/** Where copies of etcd are kept while the cluster is well. */
public interface KeptEtcdCopies {

    /** The newest first; none that is not what it was when it was made. */
    List<EtcdCopy> of(String cluster);
}
