package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.alert.DeployedScenarios;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.engine.EngineEvent.MilestoneReached;
import dev.kaltstart.engine.HumanWaits.Wait;
import dev.kaltstart.engine.Milestones;
import dev.kaltstart.engine.Milestones.Drawn;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Control plane within four hours, the applications within eight. */
class MilestonesTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String RECOVERY = "cl-1";
    private static final String ONLINE = "control plane online";
    private static final String IN_SYNC = "Flux in sync";
    private static final String BACK = "critical applications back";

    private Instant twin = minute(180);

    private final List<Wait> waits = new ArrayList<>();
    private final List<Drawn> drawn = new ArrayList<>(List.of(
            new Drawn(ONLINE, Milestones.CONTROL_PLANE),
            new Drawn(IN_SYNC, Milestones.CONTROL_PLANE),
            new Drawn(BACK, Milestones.CRITICAL_APPS),
            new Drawn("the first pod", null)));

    private final JdbcClient jdbc = database();
    private final RecoveryRows recoveries = new RecoveryRows(jdbc);
    private final MilestoneRows rows =
            new MilestoneRows(jdbc, recoveries, new RunClock(recovery -> waits), new RunningTwins());
    private final RecoveryObjectives objectives =
            new RecoveryObjectives(cluster -> Objectives.DEFAULT, new ProtectedClusters(), new DeployedScenarios());
    private final ReachedMilestones milestones = new ReachedMilestones(model -> drawn, objectives);

    @Test
    void countsFromTheStartOfTheOutage() {
        start(Mode.LIVE, 1, true);
        reach(ONLINE, minute(59));

        assertThat(found().get(0)).isEqualTo(milestone(ONLINE, minute(59), Duration.ofHours(1)));
        assertThat(found().get(0).met()).contains(true);
    }

    @Test
    void onlyTheFirstTimeCounts() {
        start(Mode.LIVE, 1, true);
        reach(ONLINE, minute(59));
        reach(ONLINE, minute(500));

        assertThat(found().get(0).at()).isEqualTo(minute(59));
    }

    @Test
    void theRobotsMilestonesAreTimedByTheClockOfTheTwin() {
        start(Mode.REHEARSAL, 60, true);
        waits.add(new Wait(minute(1), minute(2)));
        twin = minute(150);
        reach(ONLINE, minute(3));

        assertThat(found().get(0))
                .as("the twin began half a minute later")
                .isEqualTo(milestone(ONLINE, minute(150), Duration.ofMinutes(1 + 150)));
    }

    @Test
    void readingTakesAsLongAsItTakes() {
        start(Mode.REHEARSAL, 60, false);
        waits.add(new Wait(minute(1), minute(2)));
        reach(ONLINE, minute(3));
        waits.clear();

        assertThat(found().get(0).elapsed())
                .as("kept when the history of the engine is gone")
                .isEqualTo(Duration.ofMinutes(1 + 2 * 60 + 1));
    }

    @Test
    void anAttendedMilestoneAndTheGreenChecksHaveOneClock() {
        start(Mode.REHEARSAL, 60, false);
        waits.add(new Wait(minute(1), minute(2)));
        reach(BACK, minute(3));
        recoveries.green(RECOVERY, minute(180));

        assertThat(found().get(2).at()).isEqualTo(row().greenAt());
        assertThat(found().get(2).elapsed()).isEqualTo(new RunClock(recovery -> waits).elapsed(row(), minute(9)));
    }

    @Test
    void whatWasReachedTooLateIsMissedAndWhatHasNoObjectiveIsNeither() {
        start(Mode.LIVE, 1, true);
        reach(ONLINE, minute(240));
        reach("the first pod", minute(900));

        assertThat(found().get(0).met()).contains(false);
        assertThat(found().get(1).met()).as("not reached").isEmpty();
        assertThat(found().get(3).met()).isEmpty();
        assertThat(found().get(3).allowed()).isNull();
    }

    @Test
    void showsWhatIsToComeInTheOrderOfTheModel() {
        start(Mode.LIVE, 1, true);
        reach(IN_SYNC, minute(90));

        assertThat(found()).extracting(Milestone::name).containsExactly(ONLINE, IN_SYNC, BACK, "the first pod");
        assertThat(found()).extracting(Milestone::at).containsExactly(null, minute(90), null, null);
    }

    @Test
    void outlivesItsModel() {
        start(Mode.LIVE, 1, true);
        reach(ONLINE, minute(59));
        drawn.clear();

        assertThat(found()).containsExactly(milestone(ONLINE, minute(59), Duration.ofHours(1)));
    }

    @Test
    void theControlPlaneIsBackWithTheLastOfItsMilestones() {
        start(Mode.LIVE, 1, true);
        reach(ONLINE, minute(59));
        assertThat(targets(null)).extracting(Target::reached).containsExactly(null, null);

        reach(IN_SYNC, minute(119));
        assertThat(targets(null)).extracting(Target::reached).containsExactly(Duration.ofHours(2), null);
        assertThat(targets(Duration.ofHours(6)))
                .containsExactly(
                        new Target("control plane", Duration.ofHours(4), true, Duration.ofHours(2)),
                        new Target("critical applications", Duration.ofHours(8), false, Duration.ofHours(6)));
    }

    @Test
    void greenChecksSayThatTheControlPlaneIsBackWhereAMilestoneWasPassedBy() {
        start(Mode.LIVE, 1, true);
        reach(IN_SYNC, minute(119));

        assertThat(targets(Duration.ofHours(6)).get(0).reached()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void aModelWithoutAMilestoneOfTheControlPlaneIsMeasuredAtItsEnd() {
        start(Mode.LIVE, 1, true);
        drawn.removeIf(milestone -> Milestones.CONTROL_PLANE.equals(milestone.objective()));

        assertThat(targets(Duration.ofHours(3)))
                .containsExactly(
                        Target.atTheEnd("control plane", Duration.ofHours(4)),
                        Target.atTheEnd("critical applications", Duration.ofHours(8)));
    }

    private void start(Mode mode, double speed, boolean unattended) {
        RecoveryRows.Row row = Outages.row(RECOVERY, "homelab", mode, speed, unattended, NOON);
        recoveries.insert(row, null, null);
        recoveries.model(RECOVERY, "cluster-loss:1");
    }

    private void reach(String name, Instant at) {
        @Nullable
        String objective = drawn.stream()
                .filter(milestone -> milestone.name().equals(name))
                .findFirst()
                .orElseThrow()
                .objective();
        rows.write(new MilestoneReached(RECOVERY, at, name, objective));
    }

    private List<Milestone> found() {
        return milestones.of(row(), rows.of(List.of(RECOVERY)).getOrDefault(RECOVERY, List.of()));
    }

    private List<Target> targets(@Nullable Duration rto) {
        return objectives.of(row(), found(), rto);
    }

    private RecoveryRows.Row row() {
        return recoveries.row(RECOVERY).orElseThrow();
    }

    /** The twin of each recovery, whose clock shows what the test says. */
    private final class RunningTwins extends ProtectedClusters {
        @Override
        public Cluster open(String name, Mode mode, String recovery, String step) {
            assertThat(mode).isEqualTo(Mode.REHEARSAL);
            var cluster = FakeCluster.homelab();
            cluster.pass(Duration.between(cluster.clock().instant(), twin));
            return cluster;
        }
    }

    private static Milestone milestone(String name, Instant at, Duration elapsed) {
        return new Milestone(name, at, elapsed, Milestones.CONTROL_PLANE, Duration.ofHours(4));
    }

    private static Instant minute(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private static JdbcClient database() {
        var pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(pool).load().migrate();
        return JdbcClient.create(pool);
    }
}
