package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The scenario from its start to its end, unattended, against the twin; the same against real controllers is in the lab. */
@DirtiesContext
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
    HumanTasks tasks;

    @Autowired
    CommandLog commands;

    private Rehearsing rehearsing;

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

    @BeforeEach
    void prepare() {
        rehearsing = new Rehearsing("gitops-drift", recoveries, tasks, commands);
    }

    @Test
    void bringsBackAnAppThatACommitDeleted() {
        Recovery recovery = rehearse(List.of("app-deleted"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recovery.rto()).isPositive();
        assertThat(told(recovery).done())
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
        assertThat(told(recovery).answered()).contains("chooseRevision", "approve_action");
        assertThat(rehearsing.lines(recovery))
                .filteredOn(line -> line.contains(" push "))
                .hasSize(1);
    }

    @Test
    void findsTheRootWhenAParentOfEightyIsDeleted() {
        Recovery recovery = rehearse(List.of("parent-deleted"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).message("scopeDrift")).contains("80");
        assertThat(told(recovery).done()).contains("pushRevert");
    }

    @Test
    void goesBackToWhatAForcedPushTookAwayWithoutRewritingHistory() {
        Recovery recovery = rehearse(List.of("force-pushed"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done()).contains("pushRevert");
        assertThat(rehearsing.lines(recovery)).noneMatch(line -> line.matches(".* push .*( --force | \\+).*"));
    }

    @Test
    void revertsAManifestThatDoesNotBuild() {
        Recovery recovery = rehearse(List.of("build-broken"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done()).contains("pushRevert");
    }

    @Test
    void asksForTheKeyAndRevertsNothingWhenASecretCannotBeDecrypted() {
        Recovery recovery = rehearse(List.of("key-missing"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("giveKey").doesNotContain("chooseRevision");
        assertThat(told(recovery).done()).doesNotContain("prepareRevert", "pushRevert");
    }

    @Test
    void namesWhoEditedByHandAndUndoesItWhenAPersonSaysSo() {
        Recovery recovery = rehearse(List.of("edited-by-hand"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).message("scopeDrift")).contains("kubectl-edit");
        assertThat(told(recovery).answered()).contains("decideOverwrite");
        assertThat(told(recovery).done()).contains("reconcileFlux").doesNotContain("pushRevert");
    }

    @Test
    void keepsAChangeByHandThatSomebodyWants() {
        Recovery recovery = rehearse(
                List.of("edited-by-hand"),
                Map.of(
                        "decideOverwrite",
                        Map.of("overwriteDecision", "abort", "overwriteReason", "it was on purpose")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(told(recovery).done()).doesNotContain("reconcileFlux", "pushRevert");
    }

    @Test
    void bringsBackWhatSomebodyDeletedByHand() {
        Recovery recovery = rehearse(List.of("deleted-by-hand"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("decideOverwrite");
    }

    @Test
    void showsTheConflictAndGoesBackToAStateInstead() {
        Recovery recovery = rehearse(List.of("revert-conflicts"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("resolve_prepareRevert");
        assertThat(told(recovery).answered())
                .filteredOn("chooseRevision"::equals)
                .hasSize(2);
    }

    @Test
    void stopsWhenANewerCommitArrivesAndLooksAgain() {
        Recovery recovery = rehearse(List.of("app-deleted", "newer-commit"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("decidePush");
        assertThat(told(recovery).done()).filteredOn("scopeDrift"::equals).hasSizeGreaterThan(1);
    }

    @Test
    void offersTheRevertWhenThePushIsRefused() {
        Recovery recovery = rehearse(
                List.of("app-deleted", "push-refused"),
                Map.of("decidePush", Map.of("pushDecision", "byHand", "pushReason", "the branch is protected")));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("decidePush", "mergeByHand");
        assertThat(told(recovery).done()).contains("offerRevert", "awaitRevert").doesNotContain("pushRevert");
    }

    @Test
    void leavesSuspendedWhatTheOperatorHadSuspended() {
        Recovery recovery = rehearse(List.of("app-deleted", "suspended-by-operator"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).message("verifySuspensions")).contains("suspended");
    }

    @Test
    void asksForTheControllersWhenTheyAreDown() {
        Recovery recovery = rehearse(List.of("controllers-down"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("bringControllers").doesNotContain("chooseRevision");
    }

    @Test
    void asksForTheGitHostWhenItIsGone() {
        Recovery recovery = rehearse(List.of("git-gone"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("bringGit").doesNotContain("chooseRevision");
    }

    @Test
    void asksWhoOwnsWhatTwoKustomizationsApply() {
        Recovery recovery = rehearse(List.of("owners-clash"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("settleOwners");
    }

    @Test
    void guidesWhenANamespaceIsStuck() {
        Recovery recovery = rehearse(List.of("app-deleted", "namespace-stuck"));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("releaseNamespace");
    }

    @Test
    void pushesNothingWhenTheApprovalIsRefused() {
        Recovery recovery = rehearse(
                List.of("app-deleted"),
                Map.of("approve", Map.of("approved", false, "approvalReason", "somebody wants it deleted")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(rehearsing.lines(recovery)).noneMatch(line -> line.contains(" push "));
    }

    private Recovery rehearse(List<String> faults) {
        return rehearse(faults, Map.of());
    }

    private Recovery rehearse(List<String> faults, Map<String, Map<String, Object>> answers) {
        return rehearsing.toItsEnd("homelab", null, faults, answers);
    }

    private Told told(Recovery recovery) {
        return new Told(recoveries, recovery.id());
    }
}
