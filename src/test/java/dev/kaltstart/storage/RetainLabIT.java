package dev.kaltstart.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.DriftFacts;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A volume outlives its claim, with the real controllers of Kubernetes. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class RetainLabIT {

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private World world;
    private FakeRun run;
    private String name = "";

    @BeforeEach
    void aBoundVolume() {
        world = LabWorld.open();
        name = "pv-" + world.namespace();
        run = FakeRun.on(world.cluster())
                .with(DriftFacts.WAY, "revert")
                .with(StorageFacts.SAVED_STATE, FakeRun.RECOVERY + "/state.yaml");
        evidence.keep(
                run,
                "affected.json",
                "{\"stop\": [], \"victims\": [], \"namespaces\": [\"" + world.namespace()
                        + "\"], \"everything\": false, \"lostClaims\": [], \"suspendedBefore\": []}");
        world.kubernetes()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withPersistentVolumeReclaimPolicy("Delete")
                        .withStorageClassName("")
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", new Quantity("1Gi"))
                        .withNewHostPath("/tmp/kaltstart-lab", "")
                        .endSpec()
                        .build())
                .create();
        world.kubernetes()
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("data")
                        .withNamespace(world.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withStorageClassName("")
                        .withVolumeName(name)
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .addToRequests("storage", new Quantity("1Gi"))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
        world.until("it is bound", () -> phase().equals("Bound"));
        Turn.perform(new RetainVolumes(evidence), run);
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.kubernetes().persistentVolumes().withName(name).delete();
            world.close();
        }
    }

    @Test
    void outlivesItsClaimAndIsNotGivenUpAfterwards() {
        assertThat(Turn.check(new RetainVolumes(evidence), run)).isInstanceOf(Check.Met.class);
        world.kubernetes()
                .persistentVolumeClaims()
                .inNamespace(world.namespace())
                .withName("data")
                .delete();
        world.until("it has no claim", () -> phase().equals("Released"));

        Turn.perform(new ReleaseVolumes(), run);

        assertThat(volume().getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Retain");
        assertThat(Turn.check(new ReleaseVolumes(), run).message()).contains("keep Retain", name);
    }

    @Test
    void isAsItWasWhenItsClaimHasStayed() {
        Turn.perform(new ReleaseVolumes(), run);

        assertThat(volume().getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Delete");
        assertThat(volume().getMetadata().getAnnotations()).doesNotContainKey(Reclaim.HOLDER);
        assertThat(Turn.check(new ReleaseVolumes(), run)).isInstanceOf(Check.Met.class);
    }

    private PersistentVolume volume() {
        return world.kubernetes().persistentVolumes().withName(name).get();
    }

    private String phase() {
        PersistentVolume volume = volume();
        return volume == null || volume.getStatus() == null
                ? ""
                : String.valueOf(volume.getStatus().getPhase());
    }
}
