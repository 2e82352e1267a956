package dev.kaltstart.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(900)
class ChaosIT {

    private static ClassArchive archive;

    @BeforeAll
    static void prepare() throws Exception {
        archive = Chaos.prepare();
    }

    @Test
    void nothingIsLostNorDoneTwiceWhateverIsKilled() throws Exception {
        Chaos.Outcome outcome = Chaos.run(archive, Settings.of(), 1, 25);

        assertThat(outcome.tally().clean()).as(outcome.toString()).isTrue();
    }

    /** The proof that the harness can fail. */
    @Test
    void withoutTheJournalEffectsAreDoubled() throws Exception {
        Chaos.Outcome outcome = Chaos.run(archive, Settings.of("journal=false"), 2, 6);

        assertThat(outcome.tally().doubled()).as(outcome.toString()).isPositive();
    }
}
