package dev.kaltstart.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class ChaosIT {

    @Test
    void nothingIsLostNorDoneTwiceWhateverIsKilled() throws Exception {
        Chaos.Outcome outcome = Chaos.run(Settings.of(), 1, 25);

        assertThat(outcome.tally().clean()).as(outcome.toString()).isTrue();
    }

    /** The proof that the harness can fail. A kill need not hit a command, so it is tried again and again. */
    @Test
    void withoutTheJournalEffectsAreDoubled() throws Exception {
        var outcomes = new ArrayList<Chaos.Outcome>();
        int doubled = 0;
        for (int seed = 2; doubled == 0 && seed < 14; seed++) {
            outcomes.add(Chaos.run(Settings.of("journal=false"), seed, 3));
            doubled += outcomes.get(outcomes.size() - 1).tally().doubled();
        }

        assertThat(doubled).as(outcomes.toString()).isPositive();
    }
}
