package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Previews;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviewActionTest {

    private final KnownRun run = new KnownRun(
                    Mode.REHEARSAL,
                    KnownCluster.at(Path.of("/repo"), Path.of("CHANGELOG.md"), null, Clock.systemUTC(), 1, command -> {
                        throw new AssertionError("a preview runs nothing");
                    }))
            .with("approvalFor", "resetNode, removeMember,deleteNode");

    @Test
    void showsEveryStepWordForWord() {
        Check check = shows(Map.of(
                        "resetNode",
                        Preview.of("talosctl -n 10.20.0.22 reset", "wipes STATE and EPHEMERAL of wk-2"),
                        "removeMember",
                        Preview.nothing(),
                        "deleteNode",
                        Preview.of("kubectl delete node wk-2")))
                .check(run);

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(run.get(ApprovalFacts.PREVIEW)).isEqualTo("""
                        resetNode:
                          $ talosctl -n 10.20.0.22 reset
                          - wipes STATE and EPHEMERAL of wk-2

                        removeMember:
                          nothing, as things stand

                        deleteNode:
                          $ kubectl delete node wk-2""");
    }

    @Test
    void replacesWhatWasShownBefore() {
        run.with("preview", "of an earlier round");

        shows(Map.of("resetNode", Preview.of("a"), "removeMember", Preview.of("b"), "deleteNode", Preview.of("c")))
                .check(run);

        assertThat(run.get(ApprovalFacts.PREVIEW)).doesNotContain("earlier").contains("$ a", "$ b", "$ c");
    }

    @Test
    void saysThatSomethingIsNotShownWhenItIsTooLong() {
        shows(Map.of(
                        "resetNode",
                        Preview.of("x".repeat(5000)),
                        "removeMember",
                        Preview.nothing(),
                        "deleteNode",
                        Preview.nothing()))
                .check(run);

        assertThat(run.get(ApprovalFacts.PREVIEW))
                .hasSize(PreviewAction.LONGEST)
                .containsPattern("\\.\\.\\. the rest is not shown: 5\\d{3} characters in all$");
    }

    @Test
    void doesNotAskForLeaveToDoSomethingUnknown() {
        assertThatThrownBy(() -> shows(Map.of()).check(run)).isInstanceOf(IllegalArgumentException.class);
        assertThat(run.find(ApprovalFacts.PREVIEW)).isEmpty();
    }

    private static PreviewAction shows(Map<String, Preview> known) {
        Previews previews = (step, run) -> {
            Preview preview = known.get(step);
            if (preview == null) {
                throw new IllegalArgumentException("there is no step '" + step + "'");
            }
            return preview;
        };
        return new PreviewAction(previews);
    }
}
