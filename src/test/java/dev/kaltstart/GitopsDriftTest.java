package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.ReachedRpos;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The scenario from its start to its end, unattended, against the twin; the same against real controllers is in the lab. */
@DirtiesContext
@Execution(ExecutionMode.CONCURRENT)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:gitops-drift;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class GitopsDriftTest {

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    ReachedRpos rpos;

    @Autowired
    HumanTasks tasks;

    @Autowired
    CommandLog commands;

    @Autowired
    Clusters clusters;

    @Autowired
    Rehearsals rehearsals;

    private Rehearsing rehearsing;
    private String id = "";
    private String headBefore = "";
    private String claimBefore = "";

    @DynamicPropertySource
    static void aTwin(DynamicPropertyRegistry properties) throws IOException {
        Path config = home.resolve("kaltstart.yaml");
        Files.writeString(config, """
                kaltstart:
                  clusters:
                    homelab:
                      twin: true
                      repository: { checkout: %s }
                      critical: [office, media]
                """.formatted(
                        Path.of("src/main/resources/sample/homelab").toAbsolutePath()));
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", config::toString);
    }

    @AfterEach
    void close() {
        rehearsals.close(id);
    }

    @BeforeEach
    void prepare() {
        rehearsing = new Rehearsing("gitops-drift", recoveries, tasks, commands);
    }

    @Test
    void bringsBackAnAppThatACommitDeleted() {
        Recovery recovery = rehearse(List.of("app-deleted"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recovery.rto()).isPositive();
        assertThat(recorded(recovery).done())
                .containsSubsequence(
                        "scopeDrift",
                        "suspendFlux",
                        "saveState",
                        "retainVolumes",
                        "previewRevert",
                        "pushRevert",
                        "resumeFlux",
                        "reconcileFlux",
                        "verifySuspensions",
                        "verifyFlux");
        assertThat(recorded(recovery).answered()).contains("chooseRevision", "approve_action");
        assertThat(recovery.targets().get(0).name()).isEqualTo("GitOps reconciliation");
        assertThat(rehearsing.lines(recovery))
                .filteredOn(line -> line.contains(" push "))
                .hasSize(1);
        assertReverted();
        assertMediaboxRunsOnItsOldClaim();
    }

    @Test
    void bringsTheDataBackThatACommitDeletedWithItsClaim() {
        Recovery recovery = rehearse(List.of("data-deleted"));

        assertThat(recovery.state()).as(recorded(recovery).problems()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("chooseRestore", "approve_action", "checkData");
        assertThat(recorded(recovery).done())
                .containsSubsequence(
                        "checkVolumes",
                        "findRestorePoints",
                        "fenceNamespace",
                        "stopWriters",
                        "restoreVolumes",
                        "proveData",
                        "startWriters",
                        "unfenceNamespace",
                        "awaitBackup");
        assertThat(recorded(recovery).message("proveData"))
                .as(recorded(recovery).message("restoreVolumes"))
                .contains("office/paperless-data: 1204 files");
        assertThat(rpos.of(List.of(recovery)).getOrDefault(recovery.id(), List.of()))
                .singleElement()
                .satisfies(rpo -> {
                    assertThat(rpo.namespace()).isEqualTo("office");
                    assertThat(rpo.restorePoint()).isBefore(recovery.startedAt());
                    assertThat(rpo.met()).isTrue();
                });
        assertReverted();
    }

    @Test
    void findsTheRootWhenAParentOfEightyIsDeleted() {
        Recovery recovery = rehearse(List.of("parent-deleted"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).message("scopeDrift")).contains("80");
        assertThat(recorded(recovery).done()).contains("pushRevert");
        assertReverted();
        assertThat(world().configMaps("default", "tenant-")).isEqualTo(80);
    }

    @Test
    void goesBackToWhatAForcedPushTookAwayWithoutRewritingHistory() {
        Recovery recovery = rehearse(List.of("force-pushed"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).done()).contains("pushRevert");
        assertThat(rehearsing.lines(recovery).filter(line -> line.contains(" push ")))
                .isNotEmpty()
                .noneMatch(line -> line.matches(".* (--force|-f|--mirror|\\+\\S+)( .*)?"));
        assertReverted();
        assertMediaboxRunsOnItsOldClaim();
    }

    @Test
    void revertsAManifestThatDoesNotBuild() {
        Recovery recovery = rehearse(List.of("build-broken"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).done()).contains("pushRevert");
        assertReverted();
        assertThat(world().runs("observability", "gatus"))
                .as("it depends on what did not build")
                .isTrue();
    }

    @Test
    void asksForTheKeyAndRevertsNothingWhenASecretCannotBeDecrypted() {
        Recovery recovery = rehearse(List.of("key-missing"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("giveKey").doesNotContain("chooseRevision");
        assertThat(recorded(recovery).done()).doesNotContain("prepareRevert", "pushRevert");
        assertNothingWasPushed();
    }

    @Test
    void namesWhoEditedByHandAndUndoesItWhenAPersonSaysSo() {
        Recovery recovery = rehearse(List.of("edited-by-hand"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).message("scopeDrift")).contains("kubectl-edit");
        assertThat(recorded(recovery).answered()).contains("decideOverwrite");
        assertThat(recorded(recovery).done()).contains("reconcileFlux").doesNotContain("pushRevert");
        assertNothingWasPushed();
        assertThat(world().interval("default", "echo")).as("as Git has it").isEqualTo("1h");
    }

    @Test
    void keepsAChangeByHandThatSomebodyWants() {
        Recovery recovery = rehearse(
                List.of("edited-by-hand"),
                Map.of(
                        "decideOverwrite",
                        Map.of("overwriteDecision", "abort", "overwriteReason", "it was on purpose")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(recorded(recovery).done()).doesNotContain("reconcileFlux", "pushRevert");
        assertThat(world().head()).isEqualTo(headBefore);
        assertThat(world().interval("default", "echo"))
                .as("as the person left it")
                .isEqualTo("7m");
    }

    @Test
    void bringsBackWhatSomebodyDeletedByHand() {
        Recovery recovery = rehearse(List.of("deleted-by-hand"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("decideOverwrite");
        assertNothingWasPushed();
        assertThat(world().runs("observability", "gatus")).isTrue();
    }

    @Test
    void showsTheConflictAndGoesBackToAStateInstead() {
        Recovery recovery = rehearse(List.of("revert-conflicts"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("resolve_prepareRevert");
        assertThat(recorded(recovery).answered())
                .filteredOn("chooseRevision"::equals)
                .hasSize(2);
        assertReverted();
        assertMediaboxRunsOnItsOldClaim();
    }

    @Test
    void stopsWhenANewerCommitArrivesAndLooksAgain() {
        Recovery recovery = rehearse(List.of("app-deleted", "newer-commit"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("decidePush");
        assertThat(recorded(recovery).done()).filteredOn("scopeDrift"::equals).hasSizeGreaterThan(1);
        assertReverted();
        assertMediaboxRunsOnItsOldClaim();
        assertThat(world().subjects()).as("the newer commit").contains("Say that the README was reviewed");
    }

    @Test
    void offersTheRevertWhenThePushIsRefused() {
        Recovery recovery = rehearse(
                List.of("app-deleted", "push-refused"),
                Map.of("decidePush", Map.of("pushDecision", "byHand", "pushReason", "the branch is protected")));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("decidePush", "mergeByHand");
        assertThat(recorded(recovery).done())
                .contains("offerRevert", "awaitRevert")
                .doesNotContain("pushRevert");
        assertWentOn();
        assertMediaboxRunsOnItsOldClaim();
    }

    @Test
    void leavesSuspendedWhatTheOperatorHadSuspended() {
        Recovery recovery = rehearse(List.of("app-deleted", "suspended-by-operator"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).message("verifySuspensions")).contains("suspended");
        assertThat(world().suspended()).containsExactly("gatus");
        assertMediaboxRunsOnItsOldClaim();
    }

    @Test
    void asksForTheControllersWhenTheyAreDown() {
        Recovery recovery = rehearse(List.of("controllers-down"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("bringControllers").doesNotContain("chooseRevision");
        assertNothingWasPushed();
        assertThat(world().applied("cluster-apps")).contains(headBefore);
        assertThat(world().runs("flux-system", "kustomize-controller")).isTrue();
    }

    @Test
    void asksForTheGitHostWhenItIsGone() {
        Recovery recovery = rehearse(List.of("git-gone"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("bringGit").doesNotContain("chooseRevision");
        assertNothingWasPushed();
        assertThat(world().applied("cluster-apps")).contains(headBefore);
    }

    @Test
    void asksWhoOwnsWhatTwoKustomizationsApply() {
        Recovery recovery = rehearse(List.of("owners-clash"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("settleOwners");
        assertNothingIsLeftOver();
        assertThat(world().subjects()).contains("Let one Kustomization own it");
        assertThat(world().kustomizationNames()).contains("echo").doesNotContain("echo-copy");
        assertThat(world().interval("default", "echo")).isNotEqualTo("gone");
    }

    @Test
    void hasAPersonJudgeAWebhookThatDoesNotAnswerAndRevertsNothing() {
        Recovery recovery = rehearse(List.of("webhook-silent"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("judgeDrift").doesNotContain("chooseRevision");
        assertNothingWasPushed();
        assertThat(world().interval("default", "echo")).isEqualTo("2h");
    }

    @Test
    void revertsACommitThatMadeACircle() {
        Recovery recovery = rehearse(List.of("dependency-circle"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("chooseRevision");
        assertThat(world().trailer()).isEqualTo(id);
        assertThat(world().applied("cluster-apps")).contains(world().head());
    }

    @Test
    void guidesWhenANamespaceIsStuck() {
        Recovery recovery = rehearse(List.of("app-deleted", "namespace-stuck"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("releaseNamespace");
        assertThat(world().kubernetes()
                        .namespaces()
                        .withName("observability")
                        .get()
                        .getStatus()
                        .getPhase())
                .isEqualTo("Active");
        assertThat(world().runs("observability", "gatus")).isTrue();
        assertReverted();
        assertMediaboxRunsOnItsOldClaim();
    }

    @Test
    void pushesNothingWhenTheApprovalIsRefused() {
        Recovery recovery = rehearse(
                List.of("app-deleted"),
                Map.of("approve", Map.of("approved", false, "approvalReason", "somebody wants it deleted")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(rehearsing.lines(recovery)).noneMatch(line -> line.contains(" push "));
        assertThat(world().head()).isEqualTo(headBefore);
        assertThat(world().runs("media", "mediabox")).isFalse();
    }

    private Recovery rehearse(List<String> faults) {
        return rehearse(faults, Map.of());
    }

    private Recovery rehearse(List<String> faults, Map<String, Map<String, Object>> answers) {
        id = rehearsing.start("homelab", null, faults, answers);
        headBefore = world().head();
        claimBefore = world().claim("media", "mediabox-config");
        Recovery recovery = rehearsing.toItsEnd(id);
        RehearsalWorld.awaitRelease(home.resolve("home"), id);
        return recovery;
    }

    /** What is true of the world, whatever Kaltstart wrote down. */
    private RehearsalWorld world() {
        return RehearsalWorld.of(clusters, rehearsals, "homelab", id);
    }

    private void assertReverted() {
        assertThat(world().trailer()).isEqualTo(id);
        assertWentOn();
    }

    private void assertWentOn() {
        RehearsalWorld world = world();
        assertThat(world.head()).isNotEqualTo(headBefore);
        assertThat(world.keeps(headBefore)).as("the old head is an ancestor").isTrue();
        assertThat(world.applied("cluster-apps")).contains(world.head());
        assertNothingIsLeftOver();
    }

    private void assertNothingWasPushed() {
        assertThat(world().head()).isEqualTo(headBefore);
        assertNothingIsLeftOver();
    }

    private void assertNothingIsLeftOver() {
        assertThat(world().suspended()).isEmpty();
        assertThat(world().failing()).isEmpty();
    }

    private void assertMediaboxRunsOnItsOldClaim() {
        assertThat(world().runs("media", "mediabox")).isTrue();
        assertThat(claimBefore).isNotEqualTo("gone");
        assertThat(world().claim("media", "mediabox-config")).isEqualTo(claimBefore);
    }

    private Rehearsing.RecordedSteps recorded(Recovery recovery) {
        return new Rehearsing.RecordedSteps(recoveries, recovery.id());
    }
}
