package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nodes and pods as objects of the Kubernetes API. */
final class KubernetesFixture {

    static final String UUID = "4c4c4544-0042-3510-8051-b7c04f4e3532";
    static final String NODE = "wk-1";

    private KubernetesFixture() {}

    /** The machine that the cluster knew before the failure. */
    static NodeObjectIdentity identity() {
        return new NodeObjectIdentity(KnownMachines.of(UUID));
    }

    static FakeRun about(KubernetesClient client) {
        return FakeRun.on(FakeCluster.homelab().with(client)).with(RecoveryFacts.NODE, new NodeName(NODE));
    }

    static NodeBuilder node(String name, String address, String ready) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewAddress()
                .withType("InternalIP")
                .withAddress(address)
                .endAddress()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .withNewNodeInfo()
                .withSystemUUID(UUID)
                .endNodeInfo()
                .endStatus();
    }

    static void hasNode(KubernetesClient client) {
        hasNode(client, builder -> builder);
    }

    static void hasNode(KubernetesClient client, UnaryOperator<NodeBuilder> change) {
        client.resource(change.apply(node(NODE, "10.20.0.21", "True")).build()).create();
    }

    static PodBuilder pod(String name, String ownerKind) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("media")
                .withName(name)
                .withLabels(Map.of("app", name))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withKind(ownerKind)
                        .withName(name)
                        .withUid("1")
                        .withApiVersion("apps/v1")
                        .withController(true)
                        .build())
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus();
    }

    static Pod create(KubernetesClient client, PodBuilder pod) {
        return client.resource(pod.build()).create();
    }
}
