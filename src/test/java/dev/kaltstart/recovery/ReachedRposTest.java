package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.StepHistory.Execution;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The RPO comes from what the restores measured, never from a sentence. */
class ReachedRposTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void isTheTimeBetweenTheRestorePointAndTheOutageOfEachNamespace() {
        assertThat(reached(
                        restore("office", Measurement.moment("restorePoint", NOON.minus(Duration.ofHours(6)))),
                        restore("media", Measurement.moment("restorePoint", NOON.minus(Duration.ofHours(25))))))
                .containsExactly(
                        new ReachedRpo("office", NOON.minus(Duration.ofHours(6)), 21_600L, 86_400, true),
                        new ReachedRpo("media", NOON.minus(Duration.ofHours(25)), 90_000L, 86_400, false));
    }

    @Test
    void theLastRestoreOfANamespaceCounts() {
        assertThat(reached(
                        restore("office", Measurement.moment("restorePoint", NOON.minus(Duration.ofHours(1)))),
                        restore("office", Measurement.moment("restorePoint", NOON))))
                .extracting(ReachedRpo::rpoSeconds)
                .containsExactly(0L);
    }

    @Test
    void isUnknownWithoutAMeasuredMoment() {
        assertThat(reached(restore("office", Measurement.count("volumesRestored", 1))))
                .containsExactly(new ReachedRpo("office", null, null, 86_400, null));
        assertThat(reached(restore("office", Measurement.count("restorePoint", 1))))
                .as("a count of that name, in a row that was imported")
                .containsExactly(new ReachedRpo("office", null, null, 86_400, null));
    }

    @Test
    void aRecoveryThatRestoredNothingIsMissing() {
        assertThat(rpos(Map.of()).of(List.of(recovery()))).isEmpty();
    }

    private static List<ReachedRpo> reached(Execution... steps) {
        var recovery = recovery();
        return rpos(Map.of(recovery.id(), List.of(steps))).of(List.of(recovery)).getOrDefault(recovery.id(), List.of());
    }

    private static ReachedRpos rpos(Map<String, List<Execution>> done) {
        return new ReachedRpos((step, recoveries) -> done, cluster -> Objectives.DEFAULT.lostData());
    }

    private static Recovery recovery() {
        return new Recovery(
                "r-1",
                "homelab",
                "gitops-drift",
                Mode.LIVE,
                null,
                "a claim is gone",
                "ada",
                State.RUNNING,
                NOON,
                NOON,
                null,
                null,
                Duration.ofMinutes(5),
                null,
                false,
                List.of(Target.atTheEnd("control plane", Duration.ofHours(4))),
                List.of());
    }

    private static Execution restore(String namespace, Measurement measured) {
        return new Execution(
                "e",
                new Subject.OfNamespace(namespace),
                "restore-namespace",
                "restoreVolumes",
                "Restore volumes",
                "done",
                "restored to 2020-01-01T00:00:00Z",
                null,
                null,
                List.of(measured),
                NOON,
                NOON);
    }
}
