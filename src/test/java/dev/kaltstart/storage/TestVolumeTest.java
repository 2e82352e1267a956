package dev.kaltstart.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class TestVolumeTest {

    private static final String NAME = "attach-test-" + FakeRun.RECOVERY;

    KubernetesClient client;

    private final AttachTestVolume attach = new AttachTestVolume();
    private final RemoveTestVolume remove = new RemoveTestVolume();
    private FakeRun run;

    @BeforeEach
    void aClusterThatCanMakeVolumes() {
        run = FakeRun.on(FakeCluster.homelab().with(client)).with(RecoveryFacts.NODE, new NodeName("wk-1"));
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName("longhorn")
                        .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void isProvenWhenThePodRuns() {
        assertThat(Turn.check(attach, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(attach, run);
        assertThat(Turn.check(attach, run).message()).contains("Pending");
        phase("Running");
        assertThat(Turn.check(attach, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void isNotProvenByAPodThatFailed() {
        Turn.perform(attach, run);
        phase("Failed");

        assertThat(Turn.check(attach, run)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void holdsTheVolumeOnTheNodeThroughTheScheduler() {
        Turn.perform(attach, run);

        var spec = client.pods().inNamespace("default").withName(NAME).get().getSpec();
        assertThat(spec.getNodeSelector()).containsEntry("kubernetes.io/hostname", "wk-1");
        assertThat(spec.getNodeName()).isNull();
        assertThat(spec.getVolumes())
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getPersistentVolumeClaim().getClaimName())
                                .isEqualTo(NAME));
    }

    @Test
    void mayBeMadeTwice() {
        Turn.perform(attach, run);
        Turn.perform(attach, run);

        assertThat(client.pods().inNamespace("default").list().getItems()).hasSize(1);
    }

    @Test
    void isNotTriedWithoutADefaultStorageClass() {
        client.storage().v1().storageClasses().withName("longhorn").delete();

        assertThat(Turn.check(attach, run).message()).startsWith("skipped: the cluster has no default StorageClass");
    }

    @Test
    void liesBesideLonghornWhereThereIsOne() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("longhorn-system")
                        .endMetadata()
                        .build())
                .create();

        Turn.perform(attach, run);

        assertThat(client.pods().inNamespace("longhorn-system").withName(NAME).get())
                .isNotNull();
    }

    @Test
    void leavesNothingBehind() {
        Turn.perform(attach, run);
        client.persistentVolumeClaims().inNamespace("default").withName(NAME).edit(claim -> {
            claim.getSpec().setVolumeName("pv-test");
            return claim;
        });
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pv-test")
                        .endMetadata()
                        .withNewSpec()
                        .withPersistentVolumeReclaimPolicy("Retain")
                        .withNewClaimRef()
                        .withNamespace("default")
                        .withName(NAME)
                        .endClaimRef()
                        .endSpec()
                        .build())
                .create();

        assertThat(Turn.check(remove, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(remove, run);

        assertThat(Turn.check(remove, run)).isInstanceOf(Check.Met.class);
        assertThat(client.persistentVolumes()
                        .withName("pv-test")
                        .get()
                        .getSpec()
                        .getPersistentVolumeReclaimPolicy())
                .isEqualTo("Delete");
    }

    @Test
    void hasNothingToRemoveWhenNothingWasTried() {
        assertThat(Turn.check(remove, run)).isInstanceOf(Check.Met.class);
    }

    private void phase(String phase) {
        client.pods().inNamespace("default").withName(NAME).edit(pod -> {
            pod.setStatus(new PodStatusBuilder().withPhase(phase).build());
            return pod;
        });
    }
}
