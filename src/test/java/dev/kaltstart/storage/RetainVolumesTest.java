package dev.kaltstart.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.RealClients;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.DriftFacts;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No volume is deleted with its claim, and lost data is noticed. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class RetainVolumesTest {

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final RetainVolumes retain = new RetainVolumes(evidence);
    private final ReleaseVolumes release = new ReleaseVolumes();
    private final CheckVolumes check = new CheckVolumes(evidence, new OneCluster(FakeCluster.homelab(), false));
    private final List<Claim> before = new ArrayList<>();
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void begin() {
        cluster = FakeCluster.homelab().with(client);
        run = FakeRun.on(cluster).with(DriftFacts.WAY, "revert").with(StorageFacts.SAVED_STATE, "r/state.yaml");
        affected(false, "media");
        volume("pv-media", "media", "data", "Delete", "Bound");
        volume("pv-office", "office", "data", "Delete", "Bound");
        volume("pv-kept", "media", "kept", "Retain", "Bound");
    }

    @Test
    void keepsTheVolumesOfWhatIsAffectedAndNoOthers() {
        assertThat(Turn.check(retain, run).message())
                .contains("pv-media of media/data")
                .doesNotContain("pv-office");

        Turn.perform(retain, run);

        assertThat(Turn.check(retain, run)).isInstanceOf(Check.Met.class);
        assertThat(policy("pv-media")).isEqualTo("Retain");
        assertThat(annotations("pv-media"))
                .containsEntry(Reclaim.BEFORE, "Delete")
                .containsEntry(Reclaim.HOLDER, FakeRun.RECOVERY);
        assertThat(policy("pv-office")).isEqualTo("Delete");
        assertThat(annotations("pv-kept")).isEmpty();
    }

    @Test
    void keepsAllWhenSomethingIsDeleted() {
        affected(true);

        Turn.perform(retain, run);

        assertThat(policy("pv-office")).isEqualTo("Retain");
    }

    @Test
    void remembersWhatWasThereBeforeWhenItIsDoneTwice() {
        Turn.perform(retain, run);
        Turn.perform(retain, run);

        assertThat(annotations("pv-media")).containsEntry(Reclaim.BEFORE, "Delete");
    }

    @Test
    void changesNothingBeforeTheStateIsSaved() {
        FakeRun unsaved = FakeRun.on(cluster).with(DriftFacts.WAY, "revert");

        assertThatThrownBy(() -> Turn.perform(retain, unsaved))
                .isInstanceOfSatisfying(
                        Failure.Fatal.class, e -> assertThat(e.code()).isEqualTo("NO_FORENSICS"));
        assertThatThrownBy(() -> Turn.check(retain, unsaved)).isInstanceOf(Failure.Fatal.class);
        assertThat(policy("pv-media")).isEqualTo("Delete");
    }

    @Test
    void isNotNeededWhereNothingIsChanged() {
        run.set(DriftFacts.WAY, "key");

        assertThat(Turn.check(retain, run)).isInstanceOf(Check.Met.class);
        assertThat(policy("pv-media")).isEqualTo("Delete");
    }

    @Test
    void putsThePolicyBackWhereTheClaimHasItsVolume() {
        Turn.perform(retain, run);
        claim("media", "data", "pv-media");
        assertThat(Turn.check(release, run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(release, run);

        assertThat(Turn.check(release, run)).isInstanceOf(Check.Met.class);
        assertThat(policy("pv-media")).isEqualTo("Delete");
        assertThat(annotations("pv-media")).isEmpty();
    }

    @Test
    void neverPutsDeleteBackOnAVolumeThatHasLostItsClaim() {
        Turn.perform(retain, run);
        phase("pv-media", "Released");

        Turn.perform(release, run);

        assertThat(policy("pv-media")).isEqualTo("Retain");
        assertThat(Turn.check(release, run))
                .isInstanceOf(Check.Met.class)
                .extracting(Check::message)
                .asString()
                .contains("keep Retain", "pv-media of media/data (Released)");
    }

    @Test
    void neverPutsDeleteBackWhileTheClaimIsGoing() {
        Turn.perform(retain, run);

        Turn.perform(release, run);

        assertThat(policy("pv-media")).as("bound, and the claim is not there").isEqualTo("Retain");
    }

    @Test
    void leavesWhatAnotherRecoveryKeeps() {
        client.persistentVolumes().withName("pv-office").edit(volume -> {
            volume.getMetadata().setAnnotations(Map.of(Reclaim.HOLDER, "another", Reclaim.BEFORE, "Delete"));
            volume.getSpec().setPersistentVolumeReclaimPolicy("Retain");
            return volume;
        });
        claim("office", "data", "pv-office");

        Turn.perform(release, run);

        assertThat(policy("pv-office")).isEqualTo("Retain");
    }

    @Test
    void findsNothingLostWhenEachClaimHasItsVolume() {
        had("media", "data", "pv-media");
        claim("media", "data", "pv-media");

        assertThat(Turn.check(check, run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(StorageFacts.DATA_LOST)).isFalse();
    }

    @Test
    void noticesAClaimThatIsMissingAndTheVolumeThatIsStillThere() {
        had("media", "data", "pv-media");
        phase("pv-media", "Released");

        Turn.check(check, run);

        assertThat(run.get(StorageFacts.DATA_LOST)).isTrue();
        assertThat(lost()).startsWith("media/data is missing").contains("still exists, Released: pv-media");
    }

    @Test
    void noticesANewAndEmptyVolumeUnderAnOldName() {
        had("media", "data", "pv-media");
        volume("pv-new", "media", "data", "Delete", "Bound");
        claim("media", "data", "pv-new");

        Turn.check(check, run);

        assertThat(lost()).contains("has the new volume pv-new instead of pv-media");
    }

    @Test
    void waitsForAClaimThatIsPendingAndCallsItLostAfterAWhile() {
        had("media", "data", "pv-media");
        claim("media", "data", null);

        assertThat(Turn.check(check, run)).isInstanceOf(Check.NotYet.class);
        cluster.pass(Duration.ofMinutes(6));

        assertThat(Turn.check(check, run)).isInstanceOf(Check.Met.class);
        assertThat(lost()).contains("media/data has no volume");
    }

    @Test
    void noticesWhatWasDeletedBeforeAnybodyCouldLook() {
        had("office", "data", "pv-office");
        claim("office", "data", "pv-office");
        evidence.keep(run, "affected.json", """
                {"stop": [], "victims": [], "namespaces": ["media"], "everything": true,
                 "lostClaims": ["media/data"], "suspendedBefore": []}""");
        claim("media", "data", "pv-new");

        Turn.check(check, run);

        assertThat(lost()).isEqualTo("media/data was recreated: its volume pv-new is empty");
    }

    @Test
    void doesNotLookAtWhatIsNotAffected() {
        had("office", "data", "pv-office");

        Turn.check(check, run);

        assertThat(run.get(StorageFacts.DATA_LOST)).isFalse();
    }

    @Test
    void asksForTheDataWithCommandsForEachNamespace() {
        keepLost();
        var brief = Turn.brief(new RestoreNamespace(evidence), run);

        assertThat(brief.why()).contains("media/cache is missing");
        assertThat(brief.commands())
                .containsSubsequence(
                        "flux suspend kustomization mediabox -n media",
                        "kubectl -n media scale deployment,statefulset --all --replicas=0",
                        "kubectl -n media delete pvc data",
                        "kubectl patch pv pv-1 --type=merge -p '{\"spec\":{\"claimRef\":null}}'",
                        "kubectl -n media apply -f data.yaml",
                        "# no former volume of media/cache is left: restore it from a backup",
                        "flux resume kustomization mediabox -n media")
                .noneMatch(command -> command.matches("[^#]*(?<![=,])\\b(OWNER|CLAIM|VOLUME|NAMESPACE)\\b(?!:).*"))
                .noneMatch(command -> command.contains("evil"));
        assertThatThrownBy(() -> Turn.complete(new RestoreNamespace(evidence), run.withRaw("dataRestored", true)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void offersCommandsThatTheRealClientsCanRead(@TempDir Path directory) {
        assumeTrue(RealClients.installed("kubectl") || RealClients.installed("flux"), "neither kubectl nor flux here");
        keepLost();

        RealClients.parse(Turn.brief(new RestoreNamespace(evidence), run).commands(), directory);
    }

    private String lost() {
        return LostClaims.of(run, evidence).stream().map(LostClaim::message).collect(Collectors.joining("\n"));
    }

    private void keepLost() {
        LostClaims.keep(
                run,
                evidence,
                List.of(
                        new LostClaim(
                                "media",
                                "data",
                                "was recreated: its volume pv-2 is empty",
                                "pv-1",
                                "pv-1",
                                "media/mediabox",
                                false),
                        new LostClaim("media", "cache", "is missing", null, null, null, false),
                        new LostClaim("evil$(x)", "y", "is missing", null, null, null, false),
                        new LostClaim("evil", "y;reboot", "is missing", null, null, null, false),
                        new LostClaim("evil", "y", "is missing", null, "pv; reboot", null, false),
                        new LostClaim("evil", "y", "is missing", null, null, "a/b c", false)));
    }

    private void affected(boolean everything, String... namespaces) {
        evidence.keep(
                run,
                "affected.json",
                "{\"stop\": [], \"victims\": [], \"namespaces\": ["
                        + List.of(namespaces).stream()
                                .map(name -> '"' + name + '"')
                                .collect(Collectors.joining(","))
                        + "], \"everything\": " + everything + ", \"lostClaims\": [], \"suspendedBefore\": []}");
    }

    private void had(String namespace, String name, String volume) {
        before.add(new Claim(
                namespace,
                name,
                "",
                "Bound",
                volume,
                volume(volume).getMetadata().getUid(),
                "Delete"));
        new Claims(cluster.clock().instant().toString(), before).keep(run, evidence);
    }

    private void volume(String name, String namespace, String claim, String policy, String phase) {
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withPersistentVolumeReclaimPolicy(policy)
                        .withNewClaimRef()
                        .withNamespace(namespace)
                        .withName(claim)
                        .endClaimRef()
                        .endSpec()
                        .withNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build())
                .create();
    }

    private void claim(String namespace, String name, @Nullable String volume) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName(volume)
                        .endSpec()
                        .withNewStatus()
                        .withPhase(volume == null ? "Pending" : "Bound")
                        .endStatus()
                        .build())
                .create();
    }

    private void phase(String name, String phase) {
        client.persistentVolumes().withName(name).editStatus(volume -> {
            volume.getStatus().setPhase(phase);
            return volume;
        });
    }

    private PersistentVolume volume(String name) {
        return client.persistentVolumes().withName(name).get();
    }

    private String policy(String name) {
        return volume(name).getSpec().getPersistentVolumeReclaimPolicy();
    }

    private Map<String, String> annotations(String name) {
        var annotations = new HashMap<>(
                Objects.requireNonNullElse(volume(name).getMetadata().getAnnotations(), Map.<String, String>of()));
        // this mock server keeps a key with null where a merge patch removes it
        annotations.values().removeIf(Objects::isNull);
        return annotations;
    }
}
