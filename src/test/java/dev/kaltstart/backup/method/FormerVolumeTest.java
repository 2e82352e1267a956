package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A volume that outlived its claim is bound to the claim again. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class FormerVolumeTest {

    KubernetesClient client;

    private final FormerVolume method = new FormerVolume();
    private LostData lost;
    private RestoreOrder order;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        lost.released("pv-old");
        lost.bound("data", "pv-new");
        order = new RestoreOrder(
                LostData.claim("pv-old"),
                method.points(lost.search(), LostData.claim("pv-old")).get(0));
    }

    @Test
    void losesNothing() {
        assertThat(order.point().started()).isEqualTo(LostData.NOON);
    }

    @Test
    void offersNothingWhenTheVolumeIsGone() {
        client.persistentVolumes().withName("pv-old").delete();

        assertThat(method.points(lost.search(), LostData.claim("pv-old"))).isEmpty();
        assertThat(method.points(lost.search(), LostData.claim(null))).isEmpty();
        assertThatThrownBy(() -> method.plan(lost.run, order))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("VOLUME_GONE"));
    }

    @Test
    void showsWhatIsDeletedAndWhatIsBound() {
        String uid = claim().getMetadata().getUid();
        assertThat(method.plan(lost.run, order).lines())
                .anyMatch(line -> line.equals("$ kubectl -n office delete pvc data # uid " + uid))
                .anyMatch(line -> line.contains("kubectl patch pv pv-old") && line.contains("\"uid\":null"))
                .anyMatch(line -> line.startsWith("- deleted: the claim office/data") && line.contains("pv-new"));
        assertThat(method.plan(lost.run, order).digest())
                .isEqualTo(method.plan(lost.run, order).digest());
    }

    @Test
    void bindsTheClaimToTheFormerVolumeWithoutItsOldUid() {
        method.begin(lost.run, order);

        PersistentVolumeClaim claim = claim();
        assertThat(claim.getSpec().getVolumeName()).isEqualTo("pv-old");
        assertThat(claim.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("20Gi"));
        assertThat(claim.getMetadata().getLabels()).containsEntry("kustomize.toolkit.fluxcd.io/name", "paperless");
        assertThat(claim.getMetadata().getAnnotations()).doesNotContainKey("pv.kubernetes.io/bind-completed");
        assertThat(client.persistentVolumes()
                        .withName("pv-old")
                        .get()
                        .getSpec()
                        .getClaimRef()
                        .getUid())
                .isNull();
    }

    @Test
    void isDoneOnlyWhenTheClaimIsBoundToThatVolume() {
        assertThat(method.state(lost.run, order)).isInstanceOf(Check.NotYet.class);
        method.begin(lost.run, order);
        assertThat(method.state(lost.run, order)).isInstanceOf(Check.NotYet.class);
        client.persistentVolumeClaims().inNamespace("office").withName("data").editStatus(claim -> {
            claim.setStatus(new io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder()
                    .withPhase("Bound")
                    .build());
            return claim;
        });

        assertThat(method.state(lost.run, order)).isInstanceOf(Check.Met.class);
        assertThat(method.plan(lost.run, order).isNothing()).isTrue();
    }

    @Test
    void goesOnAfterAKillBetweenDeletionAndCreation() {
        client.persistentVolumeClaims().inNamespace("office").withName("data").delete();

        method.begin(lost.run, order);
        method.begin(lost.run, order);

        assertThat(claim().getSpec().getVolumeName()).isEqualTo("pv-old");
    }

    private PersistentVolumeClaim claim() {
        return client.persistentVolumeClaims()
                .inNamespace("office")
                .withName("data")
                .get();
    }
}
