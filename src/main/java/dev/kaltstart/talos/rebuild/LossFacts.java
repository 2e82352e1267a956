package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Fact;

/** Results of the look at a cluster that may be lost. */
final class LossFacts {

    /** What each machine answers, a line each. */
    static final Fact<String> CLUSTER_PROBE = Fact.text("clusterProbe");

    /** The Kubernetes API answers, and most nodes are Ready. */
    static final Fact<Boolean> CLUSTER_ANSWERS = Fact.flag("clusterAnswers");

    /** The control plane whose etcd is bootstrapped. */
    static final Fact<NodeName> FIRST_CONTROL_PLANE = Fact.of("firstControlPlane", NodeName::value, NodeName::new);

    private LossFacts() {}
}
