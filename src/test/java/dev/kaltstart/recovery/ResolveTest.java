package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import java.util.Locale;
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
    @ValueSource(strings = {"retry", "skip", "abort"})
    void acceptsThreeDecisions(String decision) {
        assertThatCode(() -> Turn.complete(task, decided(problem(BLOCKED), decision)))
                .doesNotThrowAnyException();
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

    @Test
    void forcesTheDrainWhenABlockedOneIsSkipped() {
        FakeRun run = decided(problem(BLOCKED), "skip");
        Turn.complete(task, run);

        assertThat(run.is(ResolveFacts.DRAIN_FORCED)).isTrue();
    }

    @Test
    void forcesNothingWhenTheDrainIsTriedAgain() {
        FakeRun run = decided(problem(BLOCKED), "retry");
        Turn.complete(task, run);

        assertThat(run.is(ResolveFacts.DRAIN_FORCED)).isFalse();
    }

    @Test
    void forcesNothingWhenSomethingElseIsSkipped() {
        FakeRun run = decided(problem("Rebuild replicas: too few [NOT_ENOUGH_NODES]"), "skip");
        Turn.complete(task, run);

        assertThat(run.is(ResolveFacts.DRAIN_FORCED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IDENTITY", "NOT_APPROVED", "WRONG_MACHINE"})
    void doesNotLetTheProtectionOfDataBeSkipped(String code) {
        FakeRun run = decided(problem("Reset node: refused [" + code + "]"), "skip");

        assertThatThrownBy(() -> Turn.complete(task, run)).isInstanceOf(Refused.class);
    }

    @Test
    void takesTheUuidOfAnotherMachine() {
        FakeRun run = decided(problem("Identify: [WRONG_MACHINE]"), "retry")
                .with(MachineFacts.NEW_MACHINE_UUID, " " + NEW_UUID.toUpperCase(Locale.ROOT));
        Turn.complete(task, run);

        assertThat(run.get(MachineFacts.NEW_MACHINE_UUID)).isEqualTo(NEW_UUID);
    }

    @Test
    void refusesAUuidThatIsNone() {
        FakeRun run = decided(problem("Identify: [WRONG_MACHINE]"), "retry")
                .with(MachineFacts.NEW_MACHINE_UUID, "the new one");

        assertThatThrownBy(() -> Turn.complete(task, run))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("get systeminformation");
    }

    private static FakeRun problem(String words) {
        return FakeRun.on(FakeCluster.homelab()).with(dev.kaltstart.engine.RunFacts.PROBLEM, words);
    }

    private static FakeRun decided(FakeRun run, String decision) {
        return run.with(ResolveFacts.DECISION, decision).with(ResolveFacts.REASON, "looked at it");
    }
}
