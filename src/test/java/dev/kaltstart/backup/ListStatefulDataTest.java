package dev.kaltstart.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.backup.ledger.BoundVolume;
import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.cluster.volumes.Protection;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.storage.HeldNamespaces;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import dev.kaltstart.storage.StorageFacts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ListStatefulDataTest {

    private static final Instant LOST = Instant.parse("2026-11-23T09:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final List<DeclaredVolume> declared = new ArrayList<>();
    private final List<LedgerEntry> recorded = new ArrayList<>();

    @Test
    void listsWhatIsBackedUpAndHoldsItsNamespace() {
        declare("media", "films", "media", Protection.BACKED_UP);

        FakeRun run = check();

        assertThat(LostClaims.of(run, evidence))
                .singleElement()
                .satisfies(claim -> assertThat(claim.message()).isEqualTo("media/films was lost with the cluster"));
        assertThat(HeldNamespaces.of(run, evidence)).containsExactly("media");
        assertThat(run.is(StorageFacts.DATA_LOST)).isTrue();
        assertThat(run.subjects(LostClaims.NAMESPACES)).containsExactly(new Subject.OfNamespace("media"));
    }

    @Test
    void knowsTheFormerVolumeAndTheOwnerFromTheLedger() {
        declare("media", "films", "media", Protection.BACKED_UP);
        record("media", "films", "pvc-1", LOST.minus(DAY), LOST, "s3://b/1", "driver.longhorn.io");

        assertThat(LostClaims.of(check(), evidence)).singleElement().satisfies(claim -> {
            assertThat(claim.former()).isEqualTo("pvc-1");
            assertThat(claim.owner()).isEqualTo("flux-system/owner");
        });
    }

    @Test
    void doesNotTakeWhatTheNewClusterHasMadeForWhatWasLost() {
        declare("media", "films", "media", Protection.BACKED_UP);
        record("media", "films", "pvc-2", LOST.plus(DAY), LOST.plus(DAY), null, "driver.longhorn.io");
        record("media", "films", "pvc-1", LOST.minus(DAY), LOST, "s3://b/1", "driver.longhorn.io");

        assertThat(LostClaims.of(check(), evidence))
                .singleElement()
                .satisfies(claim -> assertThat(claim.former()).isEqualTo("pvc-1"));
    }

    @Test
    void leavesOutWhatWasDeletedLongBefore() {
        record("media", "films", "pvc-1", LOST.minus(DAY), LOST, "s3://b/1", "driver.longhorn.io");
        record(
                "old",
                "data",
                "pvc-9",
                LOST.minus(DAY.multipliedBy(9)),
                LOST.minus(DAY),
                "s3://b/9",
                "driver.longhorn.io");

        assertThat(labels(check())).containsExactly("media/films");
    }

    @Test
    void startsEmptyWhatNothingBacksUpAndNamesIt() {
        declare("media", "cache", "media", Protection.NONE);

        FakeRun run = run();
        Check check = Turn.check(step(), run);

        assertThat(check.message()).contains("they start empty: media/cache");
        assertThat(HeldNamespaces.of(run, evidence)).isEmpty();
        assertThat(run.is(StorageFacts.DATA_LOST)).isFalse();
    }

    @Test
    void believesABackupThatOnlyTheLedgerHasSeen() {
        declare("media", "films", "media", Protection.NONE);
        record("media", "films", "pvc-1", LOST.minus(DAY), LOST, "s3://b/1", "driver.longhorn.io");

        assertThat(labels(check())).containsExactly("media/films");
    }

    @Test
    void neverReadsWhatCannotBeJudgedAsEmpty() {
        declare("media", "films", "media", Protection.UNKNOWN);

        assertThat(labels(check())).containsExactly("media/films");
    }

    @Test
    void leavesAloneWhatIsMountedAgainAsItIs() {
        declare("media", "nas", "media", Protection.OUTSIDE);
        declare("media", "nas.lan:/volume1/films", "media", Protection.OUTSIDE);

        assertThat(labels(check())).isEmpty();
    }

    @Test
    void listsAVolumeOnANasThatWouldBeMadeAnew() {
        declare("media", "nas", "media", Protection.OUTSIDE);
        record("media", "nas", "pvc-1", LOST.minus(DAY), LOST, null, "csi.san.synology.com");

        assertThat(labels(check())).containsExactly("media/nas");
    }

    @Test
    void holdsANamespaceWhoseClaimsOnlyTheClusterCanName() {
        declare("office", "data-db-*", "db", Protection.BACKED_UP);

        FakeRun run = check();

        assertThat(labels(run)).isEmpty();
        assertThat(HeldNamespaces.of(run, evidence)).containsExactly("office");
    }

    @Test
    void namesThemWhenFluxHasMadeThem() {
        declare("office", "data-db-*", "db", Protection.BACKED_UP);
        declare("office", "", "wiki", Protection.BACKED_UP);
        claim("office", "data-db-0");
        claim("office", "data-db-1");
        claim("office", "data-db-1-x");
        claim("office", "wiki-files");
        claim("other", "wiki-files");

        assertThat(labels(check())).containsExactly("office/data-db-0", "office/data-db-1", "office/wiki-files");
    }

    @Test
    void neverHoldsWhatRestoresNeed() {
        declare("longhorn-system", "cache", "longhorn", Protection.BACKED_UP);
        declare("media", "films", "media", Protection.BACKED_UP);

        FakeRun run = run();
        Check check = Turn.check(step(), run);

        assertThat(HeldNamespaces.of(run, evidence)).containsExactly("media");
        assertThat(check.message()).contains("not held, because restores need it: longhorn-system");
        assertThat(labels(run)).contains("longhorn-system/cache");
    }

    @Test
    void putsNoNameIntoTheListThatIsNone() {
        declare("../kube-system", "token", "x", Protection.BACKED_UP);
        record("media", "../../secrets/x", "pvc-1", LOST.minus(DAY), LOST, "s3://b/1", "driver.longhorn.io");

        assertThat(labels(check())).isEmpty();
    }

    @Test
    void doesNotAskTheLedgerInARehearsal() {
        record("media", "films", "pvc-1", LOST.minus(DAY), LOST, "s3://b/1", "driver.longhorn.io");
        FakeRun run = run().in(Mode.REHEARSAL);

        Turn.check(step(), run);

        assertThat(labels(run)).isEmpty();
    }

    private FakeRun check() {
        FakeRun run = run();
        assertThat(Turn.check(step(), run)).isInstanceOf(Check.Met.class);
        return run;
    }

    private List<String> labels(FakeRun run) {
        return LostClaims.of(run, evidence).stream().map(LostClaim::label).toList();
    }

    private FakeRun run() {
        return FakeRun.on(new FakeCluster(inventory()).with(client)).in(Mode.LIVE);
    }

    private ListStatefulData step() {
        VolumeLedger ledger = new VolumeLedger() {
            @Override
            public List<LedgerEntry> of(String cluster) {
                return List.copyOf(recorded);
            }

            @Override
            public List<LedgerEntry> of(String cluster, String namespace, String claim) {
                return List.of();
            }
        };
        return new ListStatefulData(
                new LostWithCluster(new BindingsBefore(ledger, run -> LOST)),
                evidence,
                new OneCluster(new FakeCluster(inventory()), false));
    }

    private Inventory inventory() {
        Inventory from = FakeInventory.homelab();
        return new Inventory(
                from.root(),
                from.name(),
                from.endpoint(),
                from.talosVersion(),
                from.kubernetesVersion(),
                from.talosDirectory(),
                from.nodes(),
                from.tools(),
                from.machineSecrets(),
                from.sopsRules(),
                from.sopsFiles(),
                from.kustomizations(),
                from.namespaces(),
                from.bootstrap(),
                from.reportFiles(),
                from.systems(),
                new DeclaredVolumes(declared, List.of()));
    }

    private void declare(String namespace, String claim, String app, Protection protection) {
        declared.add(new DeclaredVolume(
                namespace, claim, app, "1Gi", "", List.of(), List.of(), "apps.yaml:1", null, protection, ""));
    }

    private void record(
            String namespace,
            String claim,
            String volume,
            Instant first,
            Instant last,
            @Nullable String backup,
            String driver) {
        recorded.add(new LedgerEntry(
                namespace,
                claim,
                first,
                last,
                new BoundVolume(
                        volume,
                        driver,
                        volume,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        "1Gi",
                        "",
                        List.of(),
                        "Filesystem",
                        "",
                        false,
                        List.of(),
                        "Delete",
                        driver,
                        false,
                        "flux-system/owner"),
                backup));
    }

    private void claim(String namespace, String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
