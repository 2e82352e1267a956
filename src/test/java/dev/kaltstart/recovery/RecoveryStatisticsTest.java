package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryStatisticsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aDrillIsNotCountedWithTheRealThing() {
        assertThat(RecoveryStatistics.of(List.of(
                        recovery(Mode.DRILL, State.RECOVERED, 30, 1),
                        recovery(Mode.LIVE, State.FAILED, 90, 2),
                        recovery(Mode.REHEARSAL, State.RECOVERED, 1, 3))))
                .extracting(RecoveryStatistics::mode, RecoveryStatistics::ended, RecoveryStatistics::recovered)
                .containsExactly(tuple(Mode.LIVE, 1, 0), tuple(Mode.DRILL, 1, 1), tuple(Mode.REHEARSAL, 1, 1));
    }

    @Test
    void whatDidNotRecoverHasNoTime() {
        List<RecoveryStatistics> all = RecoveryStatistics.of(List.of(
                recovery(Mode.DRILL, State.RECOVERED, 30, 1),
                recovery(Mode.DRILL, State.RECOVERED, 50, 3),
                recovery(Mode.DRILL, State.RECOVERED, 70, 2),
                recovery(Mode.DRILL, State.ABORTED, 5, 4),
                recovery(Mode.DRILL, State.RUNNING, 1, 5)));

        assertThat(all)
                .containsExactly(new RecoveryStatistics(
                        "homelab",
                        "node-failure",
                        Mode.DRILL,
                        4,
                        3,
                        2,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(50),
                        NOON.plus(Duration.ofDays(3))));
    }

    @Test
    void noneThatRecoveredIsNoTimeAtAll() {
        assertThat(RecoveryStatistics.of(List.of(recovery(Mode.DRILL, State.FAILED, 5, 1))))
                .extracting(RecoveryStatistics::median, RecoveryStatistics::lastRecovered)
                .containsExactly(tuple(null, null));
    }

    private static Recovery recovery(Mode mode, State state, int minutes, int day) {
        Duration elapsed = Duration.ofMinutes(minutes);
        boolean green = state == State.RECOVERED;
        Instant at = NOON.plus(Duration.ofDays(day));
        return new Recovery(
                "node-failure-20260301-1200-" + day + "abcd",
                "homelab",
                "node-failure",
                mode,
                "wk-2",
                "a test",
                "admin",
                state,
                at.minus(elapsed),
                at.minus(elapsed),
                green ? at : null,
                state.ended() ? at : null,
                elapsed,
                green ? elapsed : null,
                false,
                List.of(Target.atTheEnd("node", Duration.ofHours(1))),
                List.of());
    }
}
