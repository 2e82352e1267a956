package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.twin.world.TwinClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock of a twin. */
class TwinClockTest {

    private final TwinFixture.TestClock wall = new TwinFixture.TestClock();

    @Test
    void runsFasterThanTheWallClockFromTheMomentItWasMade() {
        var clock = new TwinClock(wall, wall.instant(), 60);
        var began = clock.instant();
        assertThat(began).isEqualTo(wall.instant());
        wall.advance(Duration.ofMillis(1500));
        assertThat(Duration.between(began, clock.instant())).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void doesNotOverflowInAYearAtATenThousandfoldSpeed() {
        var clock = new TwinClock(wall, wall.instant(), 10_000);
        var began = clock.instant();
        wall.advance(Duration.ofDays(365));
        assertThat(Duration.between(began, clock.instant())).isEqualTo(Duration.ofDays(3_650_000));
    }

    @Test
    void pacesWaitsDownToAMillisecond() {
        var clock = new TwinClock(wall, wall.instant(), 60);
        assertThat(clock.pace(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(clock.pace(Duration.ofMillis(3))).isEqualTo(Duration.ofMillis(1));
    }
}
