package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.NODE;
import static dev.kaltstart.kubernetes.KubernetesFixture.about;
import static dev.kaltstart.kubernetes.KubernetesFixture.create;
import static dev.kaltstart.kubernetes.KubernetesFixture.hasNode;
import static dev.kaltstart.kubernetes.KubernetesFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.MachineFacts;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class EvacuateVolumesTest {

    KubernetesClient client;

    private final EvacuateVolumes step = new EvacuateVolumes(KubernetesFixture.identity());

    @Test
    void isDoneWhenNothingIsBoundToTheNode() {
        create(client, pod("cilium", "DaemonSet"));
        attachment("wk-2");

        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.Met.class);
    }

    @Test
    void isNotDoneWhileAPodIsStuckOrAVolumeAttached() {
        create(
                client,
                pod("mediabox", "ReplicaSet")
                        .editMetadata()
                        .addToFinalizers("example.org/kept")
                        .endMetadata());
        client.pods().inNamespace("media").withName("mediabox").delete();
        attachment(NODE);

        assertThat(Turn.check(step, about(client))).isEqualTo(Check.notYet("1 pod and 1 volume still bound to wk-1"));
    }

    @Test
    void refusesWhileTheMachineMayStillWrite() {
        hasNode(client);

        assertThatThrownBy(() -> Turn.perform(step, about(client)))
                .isInstanceOfSatisfying(
                        Failure.Fatal.class,
                        failure -> assertThat(failure.code()).isEqualTo("MAY_STILL_WRITE"));
        assertThat(client.nodes().withName(NODE).get().getSpec().getTaints()).isEmpty();
    }

    @Test
    void tellsKubernetesThatAMachineWithoutPowerIsOutOfService() {
        hasNode(client);

        Turn.perform(step, about(client).with(MachineFacts.POWERED_OFF, true));

        assertThat(client.nodes().withName(NODE).get().getSpec().getTaints())
                .singleElement()
                .satisfies(taint -> assertThat(taint.getKey() + "=" + taint.getValue() + ":" + taint.getEffect())
                        .isEqualTo("node.kubernetes.io/out-of-service=nodeshutdown:NoExecute"));
    }

    @Test
    void aWipedMachineIsOutOfServiceToo() {
        hasNode(client);

        Turn.perform(step, about(client).with(MachineFacts.WIPED, true));

        assertThat(client.nodes().withName(NODE).get().getSpec().getTaints()).hasSize(1);
    }

    @Test
    void plansEveryPodAndVolumeByName() {
        hasNode(client);
        create(client, pod("mediabox", "ReplicaSet"));
        attachment(NODE);

        assertThat(Turn.plan(step, about(client)).lines())
                .containsExactly(
                        "$ kubectl taint node wk-1 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
                        "- deleted by force, without waiting for its containers: pod media/mediabox",
                        "- detached by force: volume csi-wk-1");
    }

    @Test
    void plansNothingWhereNothingIsBound() {
        hasNode(client);

        assertThat(Turn.plan(step, about(client)).isNothing()).isTrue();
    }

    private void attachment(String node) {
        client.resource(new VolumeAttachmentBuilder()
                        .withNewMetadata()
                        .withName("csi-" + node)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .withAttacher("driver.longhorn.io")
                        .endSpec()
                        .build())
                .create();
    }
}
