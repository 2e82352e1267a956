package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveTest {

    private static final String BLOCKED = "Drain node: the drain is blocked: media/mediabox [DRAIN_BLOCKED]";
    private static final String NEW_UUID = "11111111-2222-3333-4444-555555555555";

    private final Resolve task = new Resolve();

    @Test
    void tellsWhatStoppedTheStep() {
        assertThat(Turn.brief(task, problem(BLOCKED)).why()).contains("media/mediabox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "abort"})
    void acceptsTheChoicesOfThePhase(String decision) {
        assertThatCode(() -> Turn.complete(task, decided(problem(BLOCKED), decision)))
                .doesNotThrowAnyException();
    }

    @Test
    void skipsOnlyAPhaseThatCanBeSkipped() {
        FakeRun run = decided(problem(BLOCKED), "skip")
                .with(ResolveFacts.SKIP_DECISION, "skip")
                .with(ResolveFacts.SKIP_REASON, "looked at it");

        assertThatThrownBy(() -> Turn.complete(task, run))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("retry, abort");
        assertThatCode(() -> Turn.complete(new ResolveOrSkip(), run)).doesNotThrowAnyException();
        assertThat(Turn.brief(task, run).expect()).doesNotContain("Skip");
        assertThat(Turn.brief(new ResolveOrSkip(), run).expect()).contains("Skip");
    }

    @Test
    void refusesAnotherDecision() {
        assertThatThrownBy(() -> Turn.complete(task, decided(problem(BLOCKED), "maybe")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Turn.complete(task, problem(BLOCKED))).isInstanceOf(Refused.class);
    }

    @Test
    void refusesADecisionWithoutAReason() {
        FakeRun run = decided(problem(BLOCKED), "retry").with(ResolveFacts.REASON, "  ");

        assertThatThrownBy(() -> Turn.complete(task, run))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("reason");
    }

    @Test
    void refusesAnAnswerOfTheWrongType() {
        FakeRun run = decided(problem(BLOCKED), "retry").withRaw("resolveReason", 7L);

        assertThatThrownBy(() -> Turn.complete(task, run)).isInstanceOf(Refused.class);
    }

    private static FakeRun problem(String words) {
        return FakeRun.on(FakeCluster.homelab()).with(dev.kaltstart.engine.RunFacts.PROBLEM, words);
    }

    private static FakeRun decided(FakeRun run, String decision) {
        return run.with(ResolveFacts.DECISION, decision).with(ResolveFacts.REASON, "looked at it");
    }
}
