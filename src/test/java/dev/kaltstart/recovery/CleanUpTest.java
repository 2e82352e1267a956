package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanUpTest {

    private final FakeRun run = FakeRun.on(FakeCluster.homelab());

    @ParameterizedTest
    @CsvSource({"LIVE, false", "DRILL, true", "REHEARSAL, false"})
    void onlyADrillIsNotOverBeforeItIsCleanedUp(Mode mode, boolean due) {
        assertThat(new AssessCleanup().check(run.in(mode))).isInstanceOf(Check.Met.class);
        assertThat(run.get(AssessCleanup.DUE)).isEqualTo(due);
    }

    /** The mode is Kaltstart's own; a variable of that name says nothing. */
    @Test
    void aVariableDoesNotTurnADrillIntoSomethingElse() {
        new AssessCleanup()
                .check(run.in(Mode.DRILL).withRaw("mode", "rehearsal").withRaw("cleanupDue", false));
        assertThat(run.get(AssessCleanup.DUE)).isTrue();
    }

    @Test
    void nothingTickedIsNothingCleanedUp() {
        assertThatThrownBy(() -> new CleanUp().accept(run, run)).hasMessageContaining("nothing of the drill is left");
        new CleanUp().accept(run, run.withRaw("cleanedUp", true));
    }
}
