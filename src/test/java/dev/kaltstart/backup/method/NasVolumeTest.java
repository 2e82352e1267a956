package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.ledger.BoundVolume;
import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.ledger.Recorded;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A volume on a NAS that outlived its object in Kubernetes is made again from the ledger. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class NasVolumeTest {

    private static final Instant MONDAY = LostData.NOON.minus(Duration.ofDays(5));
    private static final Instant LAST = LostData.NOON.minus(Duration.ofMinutes(10));
    private static final BoundVolume VOLUME = Recorded.synology("pv-old", "4f0c-01");

    KubernetesClient client;

    private LostData lost;
    private FakeRun run;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        run = lost.run.in(Mode.LIVE);
        lost.released("pv-new");
        lost.bound("data", "pv-new");
        client.persistentVolumes().withName("pv-new").edit(volume -> {
            volume.getSpec().setPersistentVolumeReclaimPolicy("Delete");
            return volume;
        });
    }

    @Test
    void losesNothing() {
        assertThat(points(Recorded.entry(VOLUME, MONDAY, LAST))).singleElement().satisfies(point -> {
            assertThat(point.started()).isEqualTo(LostData.NOON);
            assertThat(point.label())
                    .isEqualTo("its former volume on the NAS, pv-old of Synology CSI, last seen at"
                            + " 2026-11-28 11:50 UTC");
        });
    }

    @Test
    void offersOnlyWhatTheClaimHadLastBeforeTheDamage() {
        var after = Recorded.entry(Recorded.synology("pv-later", "later"), LostData.NOON.plusSeconds(1), LAST);
        var before = Recorded.entry(VOLUME, MONDAY, LAST);
        var earlier = Recorded.entry(Recorded.synology("pv-earlier", "earlier"), MONDAY.minusSeconds(9), MONDAY);

        assertThat(pointsOfAny(after, before, earlier))
                .extracting(RestorePoint::id)
                .containsExactly(MONDAY.toString());
        assertThat(pointsOfAny(Recorded.entry(Recorded.longhorn("pv-l"), MONDAY, LAST), earlier))
                .as("what was on the NAS before it moved to Longhorn is other data")
                .isEmpty();
    }

    @Test
    void offersOnlyTheVolumeThatWasLost() {
        assertThat(points(Recorded.entry(Recorded.synology("pv-else", "else"), MONDAY, LAST), entry()))
                .extracting(RestorePoint::id)
                .containsExactly(MONDAY.toString());
        assertThat(points(Recorded.entry(Recorded.synology("pv-else", "else"), MONDAY, LAST)))
                .isEmpty();
    }

    /** The alert came late: the claim was made again, and recorded, before the time that counts as the damage. */
    @Test
    void goesBehindTheEmptyVolumeThatTheClaimHasNow() {
        var empty = Recorded.entry(Recorded.synology("pv-new", "new"), LAST, LAST);

        assertThat(pointsOfAny(empty, entry())).extracting(RestorePoint::id).containsExactly(MONDAY.toString());
    }

    @Test
    void offersNothingThatIsNotOnANas() {
        for (BoundVolume volume : List.of(
                Recorded.longhorn("pv-old"),
                with(VOLUME, "org.democratic-csi.local", Map.of("node_attach_driver", "hostpath")),
                with(VOLUME, "example.com/unknown", Map.of()),
                with(VOLUME, "nfs.csi.k8s.io", Map.of("server", "nas")))) {
            assertThat(points(Recorded.entry(volume, MONDAY, LAST)))
                    .as(volume.driver())
                    .isEmpty();
        }
        assertThat(points(Recorded.entry(
                        with(VOLUME, "org.democratic-csi.iscsi", Map.of("node_attach_driver", "iscsi")), MONDAY, LAST)))
                .hasSize(1);
    }

    @Test
    void warnsWhenTheNasMayHaveDeletedIt() {
        assertThat(points(Recorded.entry(policy(VOLUME, "Delete"), MONDAY, LAST)))
                .singleElement()
                .satisfies(point -> assertThat(point.label()).contains("its reclaim policy was Delete"));
    }

    /** Two volumes with one handle: both claims would write to the same data. */
    @Test
    void refusesDataThatAnotherVolumeMounts() {
        RestoreOrder order = order(entry());
        make(new StaticVolume(
                new LedgerEntry("finance", "other", MONDAY, LAST, Recorded.synology("pv-other", "4f0c-01"), null)));

        assertThat(points(entry())).isEmpty();
        needsHuman("VOLUME_TAKEN", () -> method(entry()).plan(run, order));
        needsHuman("VOLUME_TAKEN", () -> method(entry()).begin(run, order));
        assertThat(client.persistentVolumes().withName("pv-old").get()).isNull();
        assertThat(claim().getSpec().getVolumeName()).isEqualTo("pv-new");
    }

    @Test
    void refusesANameThatAnotherVolumeHas() {
        RestoreOrder order = order(entry());
        make(new StaticVolume(Recorded.entry(Recorded.synology("pv-old", "another"), MONDAY, LAST)));

        needsHuman("VOLUME_TAKEN", () -> method(entry()).begin(run, order));
    }

    @Test
    void aDirectoryForManyMayBeMountedByOthers() {
        var media = Recorded.nfs("pv-old", "nas", "/media", "ReadWriteMany");
        var own = Recorded.nfs("pv-old", "nas", "/media", "ReadWriteOnce");
        make(new StaticVolume(new LedgerEntry(
                "media", "movies", MONDAY, LAST, Recorded.nfs("pv-movies", "nas", "/media", "ReadWriteMany"), null)));

        assertThat(points(Recorded.entry(media, MONDAY, LAST))).hasSize(1);
        assertThat(points(Recorded.entry(own, MONDAY, LAST))).isEmpty();
    }

    @Test
    void aRehearsalHasNoPartInTheRecordOfTheRealCluster() {
        var order = order(entry());
        var rehearsal = FakeRun.on(FakeCluster.homelab().with(client));

        assertThat(new NasVolume(Recorded.ledger(entry()))
                        .points(Search.of(rehearsal, LostData.NOON), LostData.claim(null)))
                .isEmpty();
        needsHuman("VOLUME_NOT_RECORDED", () -> method(entry()).begin(rehearsal, order));
    }

    /** Attack: the evidence came with an import, and names an entry that this Kaltstart has not written for the claim. */
    @Test
    void bindsNothingThatIsNotInItsOwnLedger() {
        for (String id : List.of("", "1", "office/data", LAST.toString(), "' or 1=1 --")) {
            var order = new RestoreOrder(LostData.claim(null), new RestorePoint("nas", id, LostData.NOON, ""));

            needsHuman("VOLUME_NOT_RECORDED", () -> method(entry()).plan(run, order));
            needsHuman("VOLUME_NOT_RECORDED", () -> method(entry()).begin(run, order));
        }
    }

    @Test
    void showsTheVolumeAndWhatBecomesOfThePresentOne() {
        String uid = claim().getMetadata().getUid();
        Plan plan = method(entry()).plan(run, order(entry()));

        assertThat(plan.requests())
                .hasSize(4)
                .anyMatch(request -> request.startsWith("kubectl create -f - # PersistentVolume {")
                        && request.contains("\"claimRef\":{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolumeClaim\","
                                + "\"name\":\"data\",\"namespace\":\"office\"}")
                        && request.contains("\"persistentVolumeReclaimPolicy\":\"Retain\"")
                        && request.contains("\"pv.kubernetes.io/provisioned-by\":\"csi.san.synology.com\""))
                .anyMatch(request -> request.startsWith("kubectl patch pv pv-new") && request.contains("Retain"))
                .contains("kubectl -n office delete pvc data # uid " + uid)
                .contains("kubectl -n office create -f - # PersistentVolumeClaim data with volumeName pv-old");
        assertThat(plan.effects())
                .anyMatch(effect -> effect.contains("its present volume pv-new and what was written to it stay"))
                .anyMatch(effect -> effect.contains("4f0c-01"))
                .anyMatch(effect -> effect.contains("reads the Secret synology-csi/client-info"));
        assertThat(method(entry()).plan(run, order(entry())).digest()).isEqualTo(plan.digest());
    }

    /** Attack: a driver's handle becomes part of a command that a person copies. */
    @Test
    void aHandleIsNeverOutsideOfAComment() {
        var odd = Recorded.entry(Recorded.synology("pv-old", "x'; $(reboot) `reboot` #\" \\"), MONDAY, LAST);

        assertThat(method(odd).plan(run, order(odd)).requests())
                .filteredOn(request -> request.contains("reboot"))
                .isNotEmpty()
                .allMatch(request -> request.indexOf('#') < request.indexOf("reboot")
                        && request.substring(0, request.indexOf('#')).equals("kubectl create -f - "));
    }

    @Test
    void makesTheVolumeAsItWasAndTheClaimOnIt() {
        method(entry()).begin(run, order(entry()));

        PersistentVolume volume = client.persistentVolumes().withName("pv-old").get();
        assertThat(volume.getSpec().getCsi().getVolumeHandle()).isEqualTo("4f0c-01");
        assertThat(volume.getSpec().getCsi().getVolumeAttributes()).isEqualTo(VOLUME.attributes());
        assertThat(volume.getSpec().getCsi().getNodeStageSecretRef().getName()).isEqualTo("client-info");
        assertThat(volume.getSpec().getMountOptions()).containsExactly("nfsvers=4.1");
        assertThat(volume.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Retain");
        assertThat(volume.getSpec().getClaimRef().getUid()).isNull();
        assertThat(claim().getSpec().getVolumeName()).isEqualTo("pv-old");
        assertThat(claim().getSpec().getStorageClassName()).isEqualTo("synology-nfs");
        assertThat(claim().getMetadata().getLabels()).containsEntry("kustomize.toolkit.fluxcd.io/name", "paperless");
        assertThat(client.persistentVolumes().withName("pv-new").get().getSpec().getPersistentVolumeReclaimPolicy())
                .as("the NAS may turn out to be empty")
                .isEqualTo("Retain");
    }

    @Test
    void makesADirectoryOfNfsAgain() {
        var entry = Recorded.entry(Recorded.nfs("pv-old", "nas", "/office", "ReadWriteMany"), MONDAY, LAST);
        method(entry).begin(run, order(entry));

        PersistentVolume volume = client.persistentVolumes().withName("pv-old").get();
        assertThat(volume.getSpec().getCsi()).isNull();
        assertThat(volume.getSpec().getNfs().getServer()).isEqualTo("nas");
        assertThat(volume.getSpec().getNfs().getPath()).isEqualTo("/office");
        assertThat(volume.getSpec().getStorageClassName()).isEmpty();
    }

    /** Kubernetes never binds a Lost claim again, not even when a volume of that name comes back. */
    @Test
    void makesAClaimAgainThatHasLostItsVolume() {
        client.persistentVolumeClaims().inNamespace("office").withName("data").delete();
        lost.bound("data", "pv-old");
        says("Lost");
        String former = claim().getMetadata().getUid();
        RestoreOrder order = order(entry());

        assertThat(method(entry()).plan(run, order).requests())
                .contains("kubectl -n office delete pvc data # uid " + former);
        method(entry()).begin(run, order);

        assertThat(claim().getMetadata().getUid()).isNotEqualTo(former);
        assertThat(claim().getSpec().getVolumeName()).isEqualTo("pv-old");
    }

    @Test
    void isDoneOnlyWhenTheClaimIsBoundToThatVolume() {
        RestoreOrder order = order(entry());
        assertThat(method(entry()).state(run, order)).isInstanceOf(Check.NotYet.class);
        method(entry()).begin(run, order);
        assertThat(method(entry()).state(run, order)).isInstanceOf(Check.NotYet.class);
        says("Bound");

        assertThat(method(entry()).state(run, order)).isInstanceOf(Check.Met.class);
        assertThat(method(entry()).plan(run, order).isNothing()).isTrue();
        assertThat(method(entry()).protectedAgain(run, order)).isInstanceOf(Check.Met.class);
    }

    @Test
    void isNotDoneWhenTheVolumeWasExchanged() {
        RestoreOrder order = order(entry());
        method(entry()).begin(run, order);
        says("Bound");
        client.persistentVolumes().withName("pv-old").delete();
        make(new StaticVolume(Recorded.entry(Recorded.synology("pv-old", "another"), MONDAY, LAST)));

        needsHuman("VOLUME_TAKEN", () -> method(entry()).state(run, order));
    }

    @Test
    void endsTheSameWhereverItWasKilled() {
        int cuts = 0;
        for (int requests = 0; cuts == requests; requests++) {
            clear();
            RestoreOrder order = order(entry());
            Plan approved = method(entry()).plan(run, order);
            cuts += cut(requests, order) ? 1 : 0;
            assertThat(approved.requests())
                    .as("what is left to do was approved")
                    .containsAll(
                            claimIsMade()
                                    ? List.of()
                                    : method(entry()).plan(run, order).requests());
            method(entry()).begin(run, order);
            says("Bound");

            assertThat(method(entry()).state(run, order)).isInstanceOf(Check.Met.class);
            assertThat(client.persistentVolumes().list().getItems()).hasSize(2);
            assertThat(client.persistentVolumes()
                            .withName("pv-new")
                            .get()
                            .getSpec()
                            .getPersistentVolumeReclaimPolicy())
                    .isEqualTo("Retain");
        }
        assertThat(cuts).isGreaterThan(8);
    }

    private boolean cut(int requests, RestoreOrder order) {
        try (KubernetesClient cutting = CuttingClients.after(requests, client)) {
            method(entry())
                    .begin(FakeRun.on(FakeCluster.homelab().with(cutting)).in(Mode.LIVE), order);
            return false;
        } catch (CuttingClients.Cut cut) {
            return true;
        }
    }

    private boolean claimIsMade() {
        PersistentVolumeClaim there = find();
        return there != null && "pv-old".equals(there.getSpec().getVolumeName());
    }

    private void clear() {
        client.persistentVolumes().delete();
        client.persistentVolumeClaims().inNamespace("office").delete();
        begin();
    }

    private static LedgerEntry entry() {
        return Recorded.entry(VOLUME, MONDAY, LAST);
    }

    private static NasVolume method(LedgerEntry... entries) {
        return new NasVolume(Recorded.ledger(entries));
    }

    private List<RestorePoint> points(LedgerEntry... entries) {
        return method(entries).points(lost.search(), LostData.claim(null));
    }

    /** Of a claim of which it is not known what it had. */
    private List<RestorePoint> pointsOfAny(LedgerEntry... entries) {
        return method(entries)
                .points(lost.search(), new LostClaim("office", "data", "is missing", null, null, null, false));
    }

    private RestoreOrder order(LedgerEntry entry) {
        return new RestoreOrder(LostData.claim(null), points(entry).get(0));
    }

    private void make(StaticVolume volume) {
        client.resource(new PersistentVolumeBuilder(volume.object()).build()).create();
    }

    private PersistentVolumeClaim claim() {
        return Objects.requireNonNull(find());
    }

    private @Nullable PersistentVolumeClaim find() {
        return client.persistentVolumeClaims()
                .inNamespace("office")
                .withName("data")
                .get();
    }

    private void says(String phase) {
        client.persistentVolumeClaims().inNamespace("office").withName("data").editStatus(claim -> {
            claim.setStatus(
                    new PersistentVolumeClaimStatusBuilder().withPhase(phase).build());
            return claim;
        });
    }

    private static void needsHuman(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static BoundVolume with(BoundVolume volume, String driver, Map<String, String> attributes) {
        return copy(volume, driver, attributes, volume.reclaimPolicy());
    }

    private static BoundVolume policy(BoundVolume volume, String policy) {
        return copy(volume, volume.driver(), volume.attributes(), policy);
    }

    private static BoundVolume copy(BoundVolume volume, String driver, Map<String, String> attributes, String policy) {
        return new BoundVolume(
                volume.name(),
                driver,
                volume.handle(),
                attributes,
                volume.secrets(),
                volume.leftOut(),
                volume.size(),
                volume.storageClass(),
                volume.accessModes(),
                volume.volumeMode(),
                volume.fsType(),
                volume.readOnly(),
                volume.mountOptions(),
                policy,
                volume.provisionedBy(),
                volume.tiedToNode(),
                volume.owner());
    }
}
