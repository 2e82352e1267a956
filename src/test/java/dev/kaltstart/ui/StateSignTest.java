package dev.kaltstart.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Measurement;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateSignTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void whatWasNotVerifiedIsNotGreen() {
        StateSign green = StateSign.ofStep(step("done", List.of(Measurement.count("volumes", 3))));
        StateSign notVerified = StateSign.ofStep(step("done", List.of(Measurement.notVerified(1))));

        assertThat(green.word()).isEqualTo("done");
        assertThat(notVerified.word()).isEqualTo("not verified");
        assertThat(notVerified.style()).isNotEqualTo(green.style());
        assertThat(StateSign.ofStep(step("failed", List.of(Measurement.notVerified(1))))
                        .word())
                .isEqualTo("failed");
    }

    private static StepState step(String state, List<Measurement> measured) {
        return new StepState("verifyStorage", null, "Verify storage", state, NOON, NOON, "", null, null, measured);
    }
}
