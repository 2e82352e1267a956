package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTask.Option;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are asked when something is undone in Git. */
class RevertTasksTest {

    private static final String GOOD = "a".repeat(40);
    private static final String HEAD = "b".repeat(40);

    private final FakeRun run = FakeRun.on(new WithRepository(FakeCluster.homelab(), null))
            .with(DriftFacts.HEAD, new CommitId(HEAD))
            .with(DriftFacts.GOOD, GOOD)
            .with(DriftFacts.REVERT, "c".repeat(40))
            .with(RunFacts.PROBLEM, "[PUSH_REFUSED] GH006");

    private record WithRepository(
            FakeCluster fake, @Nullable RepositoryUrl mirror) implements Cluster {

        @Override
        public ClusterRepository repository() {
            return new ClusterRepository(
                    new RepositoryUrl("https://git.example/home/cluster.git"),
                    mirror,
                    "main",
                    Path.of("/checkout"),
                    ClusterRepository.Credentials.NONE);
        }

        @Override
        public String name() {
            return fake.name();
        }

        @Override
        public Inventory inventory() {
            return fake.inventory();
        }

        @Override
        public Clock clock() {
            return fake.clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return fake.pace(duration);
        }

        @Override
        public Shell shell() {
            return fake.shell();
        }

        @Override
        public Shell looking() {
            return fake.looking();
        }

        @Override
        public KubernetesClient kubernetes() {
            return fake.kubernetes();
        }
    }

    private FakeRun choosing(String undo) {
        return run.withRaw("undo", undo).withRaw("chooseReason", "it ran well");
    }

    private void refused(HumanTask task, String message) {
        assertThatThrownBy(() -> Turn.complete(task, run))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining(message);
    }

    @Test
    void suggestsTheGoodRevisionWithCommandsToLookAtIt() {
        var brief = Turn.brief(new ChooseRevision(), run);

        assertThat(brief.check()).contains("Suggested: " + GOOD);
        assertThat(brief.commands()).anyMatch(line -> line.contains(GOOD + ".." + HEAD));
        run.with(DriftFacts.SUGGESTED_UNDO, "state");
        assertThat(Turn.suggestions(new ChooseRevision(), run))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        DriftFacts.UNDO,
                        "state",
                        DriftFacts.GOOD_COMMIT,
                        GOOD,
                        DriftFacts.BAD_COMMIT,
                        "",
                        DriftFacts.UNDO_PATH,
                        ""));
    }

    @Test
    void offersTheCommitsThatWereFound() {
        String older = "d".repeat(40);
        run.with(
                RevertFacts.COMMITS,
                HEAD + " 2026-11-28 14:03 UTC, Ada: Remove media (files: +0 ~0 -3)\n" + older
                        + " 2026-11-27 09:10 UTC, Ada: Add media (merge, files: +3 ~0 -0)\nffff is no commit\n");

        Map<Fact<String>, List<Option>> options = Turn.options(new ChooseRevision(), run);
        assertThat(options.get(DriftFacts.GOOD_COMMIT))
                .extracting(Option::value)
                .as("the suggestion first, and not the newest")
                .containsExactly(GOOD, older, "other");
        assertThat(options.get(DriftFacts.BAD_COMMIT)).extracting(Option::value).containsExactly(HEAD, older, "other");
        assertThat(options.get(DriftFacts.BAD_COMMIT))
                .extracting(Option::label)
                .contains("bbbbbbbbbbbb 2026-11-28 14:03 UTC, Ada: Remove media (files: +0 ~0 -3)");
        run.with(DriftFacts.GOOD, older);
        assertThat(Turn.options(new ChooseRevision(), run).get(DriftFacts.GOOD_COMMIT))
                .extracting(Option::value)
                .containsExactly(older, "other");
    }

    @Test
    void takesTheIdOfACommitThatIsNotInTheList() {
        choosing("state").withRaw("goodCommit", "other");
        refused(new ChooseRevision(), "choose the last good commit");
        run.withRaw("otherGoodCommit", "HEAD~1");
        refused(new ChooseRevision(), "40 hexadecimal digits");
        run.withRaw("otherGoodCommit", GOOD);
        Turn.complete(new ChooseRevision(), run);
        assertThat(run.get(DriftFacts.GOOD_COMMIT)).isEqualTo(GOOD);

        choosing("one")
                .withRaw("badCommit", "other")
                .withRaw("otherBadCommit", HEAD)
                .withRaw("mergeParent", "left");
        refused(new ChooseRevision(), "first, second");
        run.withRaw("mergeParent", "second");
        Turn.complete(new ChooseRevision(), run);
        assertThat(run.get(DriftFacts.BAD_COMMIT)).isEqualTo(HEAD);
    }

    @Test
    void takesACommitAndForgetsWhatWasChosenBefore() {
        choosing("state").withRaw("goodCommit", GOOD).withRaw("undoPath", "kubernetes/apps");
        Turn.complete(new ChooseRevision(), run);
        assertThat(run.get(DriftFacts.UNDO_PATH)).isEqualTo("kubernetes/apps");

        choosing("commits").withRaw("undoPath", "");
        Turn.complete(new ChooseRevision(), run);
        assertThat(run.get(DriftFacts.UNDO_PATH)).isEmpty();
        assertThat(run.get(DriftFacts.GOOD_COMMIT)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "aaaa", "HEAD~1", "--all", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"})
    void refusesWhatIsNoWholeCommit(String answer) {
        choosing("commits").withRaw("goodCommit", answer);
        refused(new ChooseRevision(), "40 hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc", "a/../b", ".git/hooks", "apps/", "apps\n../x"})
    void refusesPathsThatLeadElsewhere(String path) {
        choosing("state").withRaw("goodCommit", GOOD).withRaw("undoPath", path);
        refused(new ChooseRevision(), "not a path inside of the repository");
    }

    @Test
    void refusesHalfAChoice() {
        choosing("one");
        refused(new ChooseRevision(), "choose the bad commit");
        choosing("state");
        refused(new ChooseRevision(), "choose the last good commit");
        choosing("everything");
        refused(new ChooseRevision(), "commits, one, state");
        choosing("commits").withRaw("goodCommit", HEAD);
        refused(new ChooseRevision(), "nothing after it to revert");
        choosing("commits").withRaw("goodCommit", GOOD).withRaw("undoPath", "apps");
        refused(new ChooseRevision(), "only when the state of the last good commit");
        choosing("commits").withRaw("undoPath", "").withRaw("chooseReason", " ");
        refused(new ChooseRevision(), "give the reason");
    }

    @Test
    void theCommandsOfALostHostUseTheMirror() {
        var mirrored = FakeRun.on(
                new WithRepository(FakeCluster.homelab(), new RepositoryUrl("https://mirror.example/cluster.git")));
        assertThat(String.join("\n", Turn.brief(new BringGit(), run).commands()))
                .contains("git push NEW_URL main");
        assertThat(String.join("\n", Turn.brief(new BringGit(), mirrored).commands()))
                .doesNotContain("NEW_URL", "git push")
                .contains(
                        "git ls-remote https://mirror.example/cluster.git main",
                        "\"url\":\"https://mirror.example/cluster.git\"");
    }

    @Test
    void saysWhatTheHostSaidAndKnowsNoOtherWays() {
        assertThat(Turn.brief(new DecidePush(), run).why()).contains("GH006", "c".repeat(40));
        assertThat(Turn.brief(new SolveConflict(), run).why()).contains("GH006");
        assertThat(Turn.brief(new BringGit(), run).commands())
                .contains("git ls-remote https://git.example/home/cluster.git main");
        Map<String, HumanTask> byField =
                Map.of("push", new DecidePush(), "conflict", new SolveConflict(), "mend", new BringGit());
        byField.forEach((field, task) -> {
            run.withRaw(field + "Reason", "looked at it").withRaw("gitReason", "looked at it");
            run.withRaw(field + "Decision", "skip");
            refused(task, "choose how to go on");
            run.withRaw(field + "Decision", "again");
            Turn.complete(task, run);
        });
        run.withRaw("pushDecision", "byHand");
        Turn.complete(new DecidePush(), run);
    }

    @Test
    void waitsForNothingThatNobodyHasMerged() {
        run.with(RevertFacts.OFFER_WORDS, "The branch kaltstart/revert-x");
        assertThat(Turn.brief(new MergeByHand(), run).why()).contains("kaltstart/revert-x");
        refused(new MergeByHand(), "tick that it is merged");
        run.withRaw("merged", true);
        refused(new MergeByHand(), "say where");
        run.withRaw("mergeReference", "#7");
        Turn.complete(new MergeByHand(), run);
    }
}
