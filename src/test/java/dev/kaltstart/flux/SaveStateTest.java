package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFixture.APPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.storage.Claims;
import dev.kaltstart.storage.StorageFacts;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class SaveStateTest {

    KubernetesClient client;

    private DriftFixture drift;
    private SaveState save;

    @BeforeEach
    void aClusterWithDataAndSecrets() {
        drift = new DriftFixture(client);
        save = new SaveState(drift.evidence);
        drift.running()
                .kustomization("cluster-apps")
                .made("media_login__Secret", "v1")
                .made("media_data__PersistentVolumeClaim", "v1")
                .there();
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace("media")
                        .addToAnnotations(
                                "kubectl.kubernetes.io/last-applied-configuration", "{\"data\":{\"pin\":\"a2FuYXJp\"}}")
                        .endMetadata()
                        .addToData("pin", "a2FuYXJp")
                        .build())
                .create();
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pv-1")
                        .endMetadata()
                        .withNewSpec()
                        .withPersistentVolumeReclaimPolicy("Delete")
                        .endSpec()
                        .build())
                .create();
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("data")
                        .withNamespace("media")
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName("pv-1")
                        .endSpec()
                        .build())
                .create();
        new AffectedObjects(List.of(APPS), List.of(APPS), List.of("media"), false, List.of(), List.of())
                .keep(drift.run, drift.evidence);
    }

    @Test
    void keepsWhatIsAffectedAndOfSecretsOnlyTheirKeys() {
        event("media", "x", "BackOff");
        event("office", "y", "Unrelated");

        String yaml = saved();

        assertThat(yaml)
                .contains("name: \"cluster-apps\"", "persistentVolumeReclaimPolicy: \"Delete\"", "BackOff", "- \"pin\"")
                .doesNotContain("a2FuYXJp", "Unrelated", "managedFields");
    }

    @Test
    void remembersWhichClaimHadWhichVolume() {
        saved();

        assertThat(Claims.saved(drift.run, drift.evidence).orElseThrow().all())
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.label()).isEqualTo("media/data");
                    assertThat(claim.volumeUid())
                            .isNotBlank()
                            .isEqualTo(client.persistentVolumes()
                                    .withName("pv-1")
                                    .get()
                                    .getMetadata()
                                    .getUid());
                    assertThat(claim.policy()).isEqualTo("Delete");
                });
    }

    @Test
    void remembersTheClaimsOfTheFirstTimeWhenItIsComeToAgain() {
        saved();
        client.persistentVolumeClaims().inNamespace("media").withName("data").delete();

        Turn.perform(save, drift.run);

        assertThat(Claims.saved(drift.run, drift.evidence).orElseThrow().all()).hasSize(1);
    }

    @Test
    void keepsTheNewestEventsAndSaysHowManyWereLeftOut() {
        for (int n = 0; n < 210; n++) {
            event("media", "event-" + n, "Reason" + n);
        }

        assertThat(saved()).contains("only the newest 200 of 210").contains("Reason209");
    }

    private String saved() {
        assertThat(Turn.check(save, drift.run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(save, drift.run);
        assertThat(Turn.check(save, drift.run)).isInstanceOf(Check.Met.class);
        return drift.evidence.read(drift.run.get(StorageFacts.SAVED_STATE)).orElseThrow();
    }

    private void event(String namespace, String name, String reason) {
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withReason(reason)
                        .withLastTimestamp("2026-11-23T09:00:00Z".replace("00Z", "%02dZ".formatted(name.length() % 60)))
                        .build())
                .create();
    }
}
