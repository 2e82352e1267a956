package dev.kaltstart.backup;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The usual identity of a cluster: the UID of its namespace kube-system, which lives as long as its etcd. */
public final class ClusterUid {

    /** Of the evidence. */
    static final String NAME = "cluster-uid";

    private ClusterUid() {}

    /** {@code unknown} when there is no such namespace. */
    public static String of(KubernetesClient client) {
        Namespace system = client.namespaces().withName("kube-system").get();
        return system == null || system.getMetadata().getUid() == null
                ? "unknown"
                : system.getMetadata().getUid();
    }
}
