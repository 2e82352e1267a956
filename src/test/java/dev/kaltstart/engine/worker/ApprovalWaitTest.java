package dev.kaltstart.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalWaitTest {

    private static final Approvals.NotYet ALONE =
            new Approvals.NotYet("a-1", "ada", Instant.parse("2026-11-28T18:32:10.123Z"));

    private Duration left = Duration.ZERO;
    private final ApprovalWait wait = new ApprovalWait(new Approvals() {

        @Override
        public Answer take(RecoveryRecord recovery, String step, String execution, Plan plan) {
            throw new AssertionError("the plan is not looked at meanwhile");
        }

        @Override
        public Optional<Plan> taken(String execution) {
            throw new AssertionError("nothing is taken meanwhile");
        }

        @Override
        public Duration left(String approval) {
            assertThat(approval).isEqualTo("a-1");
            return left;
        }
    });

    @Test
    void aStepThatWaitsForNothingHasItsTurn() {
        left = Duration.ofMinutes(1);

        assertThat(wait.pause()).isEmpty();
    }

    @Test
    void saysWhoApprovedAndWhenItRuns() {
        assertThat(wait.begin(ALONE))
                .isEqualTo("approved by ada alone: runs at 2026-11-28T18:32:10Z unless it is cancelled");
    }

    @Test
    void looksAtTheApprovalEveryFewSecondsAndAtTheEndOfTheDelay() {
        wait.begin(ALONE);
        left = Duration.ofMinutes(1);
        assertThat(wait.pause()).contains(new Outcome.Again(Duration.ofSeconds(5)));
        left = Duration.ofMillis(700);
        assertThat(wait.pause()).contains(new Outcome.Again(Duration.ofMillis(700)));
        left = Duration.ZERO;
        assertThat(wait.pause()).isEmpty();
    }

    /** A delay as long as the limit of the step would else make it late. */
    @Test
    void theTimeOfTheDelayIsNotThatOfTheStep() {
        var patience =
                new StepDeadline(System.nanoTime() - Duration.ofMinutes(11).toNanos(), Duration.ofMinutes(10));

        assertThat(patience.isOver()).isTrue();
        assertThat(patience.restarted().isOver()).isFalse();
        assertThat(patience.restarted().left()).isEqualTo(Duration.ofMinutes(10));
    }
}
