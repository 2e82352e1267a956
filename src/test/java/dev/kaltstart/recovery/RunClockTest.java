package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanWaits.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunClockTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void fiveMinutesOfReadingAreFiveMinutes() {
        RunClock clock = clock(new Wait(at(2), at(7)));

        // one minute before the start, three minutes of work at sixty times the speed, five of reading
        assertThat(clock.elapsed(rehearsal(false, null, null), at(8))).isEqualTo(Duration.ofMinutes(1 + 3 * 60 + 5));
    }

    @Test
    void anOpenTaskCountsUntilNow() {
        RunClock clock = clock(new Wait(at(2), null));

        assertThat(clock.elapsed(rehearsal(false, null, null), at(4))).isEqualTo(Duration.ofMinutes(1 + 2 * 60 + 2));
    }

    @Test
    void tasksThatAreOpenAtOnceCountOnce() {
        RunClock clock = clock(new Wait(at(3), at(6)), new Wait(at(2), at(5)), new Wait(at(3), at(4)));

        assertThat(clock.elapsed(rehearsal(false, null, null), at(6))).isEqualTo(Duration.ofMinutes(1 + 2 * 60 + 4));
    }

    @Test
    void theRobotsTimeRunsAsFastAsTheTwins() {
        RunClock clock = clock(new Wait(at(2), at(7)));

        assertThat(clock.elapsed(rehearsal(true, null, null), at(8))).isEqualTo(Duration.ofMinutes(1 + 8 * 60));
    }

    @Test
    void whatIsWrittenDownAfterTheGreenChecksDoesNotCount() {
        RunClock clock = clock(new Wait(at(2), at(3)), new Wait(at(5), at(9)));
        Instant green = NOON.plus(Duration.ofMinutes(4 * 60));

        assertThat(clock.elapsed(rehearsal(false, green, null), at(10))).isEqualTo(Duration.ofMinutes(1 + 3 * 60 + 1));
    }

    @Test
    void remembersTheWaitsWhenTheHistoryIsGone() {
        RecoveryRows.Row ended = rehearsal(false, null, Duration.ofMinutes(5));

        assertThat(clock().elapsed(ended, at(8))).isEqualTo(Duration.ofMinutes(1 + 3 * 60 + 5));
    }

    @Test
    void aLiveClockIsTheWallClock() {
        RecoveryRows.Row live = Outages.row("nf-1", "homelab", Mode.LIVE, 1, false, NOON);

        assertThat(clock(new Wait(at(2), at(7))).elapsed(live, at(8))).isEqualTo(Duration.ofMinutes(9));
    }

    private static RunClock clock(Wait... waits) {
        return new RunClock(recovery -> List.of(waits));
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private static RecoveryRows.Row rehearsal(
            boolean unattended, @Nullable Instant greenAt, @Nullable Duration waited) {
        RecoveryRows.Row row = Outages.row("nf-1", "homelab", Mode.REHEARSAL, 60, unattended, NOON);
        return new RecoveryRows.Row(
                row.id(),
                row.cluster(),
                row.scenario(),
                row.mode(),
                row.subject(),
                row.subjectKind(),
                row.reason(),
                row.person(),
                row.speed(),
                row.unattended(),
                row.startedAt(),
                row.createdAt(),
                greenAt,
                waited == null ? null : at(8),
                waited == null ? null : "recovered",
                null,
                null,
                waited);
    }
}
