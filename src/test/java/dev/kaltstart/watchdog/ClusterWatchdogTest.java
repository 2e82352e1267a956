package dev.kaltstart.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.alert.Sightings.Sighting;
import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.approval.NotedRecoveries;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.KeptSightings;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.flux.watch.FluxLooks;
import dev.kaltstart.flux.watch.FluxLooks.Api;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One cluster, with a look every minute. */
@SuppressWarnings("NullAway.Init")
class ClusterWatchdogTest {

    private static final String CP_1 = "10.20.0.11";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final WatchdogProperties LIMITS =
            new WatchdogProperties(MINUTE, Duration.ofMinutes(10), Duration.ofMinutes(5));

    private final StoppedClock clock = new StoppedClock();
    private final KeptSightings sightings = new KeptSightings();
    private final List<Recoveries.Recovery> running = new ArrayList<>();
    private final FakeCluster cluster = FakeCluster.homelab();
    private LifeSigns signs;
    private ClusterWatchdog watchdog;
    private @Nullable Api api = Api.ANSWERED;
    private boolean beating;
    private @Nullable Instant heartbeat;

    @BeforeEach
    void kaltstartStarts() {
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        signs = new LifeSigns(JdbcClient.create(database));
        watchdog = watchdog(false);
    }

    @Test
    void aClusterThatNoLongerAnswersIsProposedOnceWithItsLastSignOfLife() {
        pass(3);
        Instant last = clock.instant();
        api = Api.SILENT;
        pass(4);
        assertThat(sightings.reported).as("it may pass").isEmpty();

        pass(60);

        assertThat(sightings.reported).singleElement().satisfies(reported -> {
            assertThat(reported.name()).isEqualTo("ClusterSilent");
            assertThat(reported.since()).isEqualTo(last);
            assertThat(reported.message())
                    .isEqualTo(
                            "the cluster may be lost, last sign of life at 2026-11-23T12:03:00Z: its Kubernetes API does"
                                    + " not answer; Talos: silent on cp-1, cp-2, cp-3, wk-1 and 2 more; no heartbeat of its"
                                    + " monitoring ever arrived. It may be Kaltstart's own network: check its gateway, then"
                                    + " power and network on site")
                    .hasSizeLessThan(500);
        });
    }

    @Test
    void theProposalIsOverWhenTheApiAnswersAgainAndTheNextLossIsANewOne() {
        pass(3);
        api = Api.SILENT;
        pass(6);
        assertThat(sightings.open).hasSize(1);

        api = Api.ANSWERED;
        pass(1);
        assertThat(sightings.open).isEmpty();

        api = Api.SILENT;
        pass(6);
        assertThat(sightings.reported).hasSize(2);
    }

    @Test
    void aClusterIsNotLostWhileTalosAnswersAndItsHeartbeatIsNotKnown() {
        pass(3);
        api = Api.SILENT;
        talosAnswers();
        pass(60);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void aHeartbeatThatStopsWithTheApiIsProposedAndTheTextNamesTheNodesThatAnswer() {
        beating = true;
        pass(3);
        beating = false;
        api = Api.SILENT;
        talosAnswers();
        pass(9);
        assertThat(sightings.reported).isEmpty();

        pass(10);

        assertThat(reported().name()).isEqualTo("ClusterSilent");
        assertThat(reported().since()).isEqualTo(StoppedClock.NOON.plus(MINUTE.multipliedBy(3)));
        assertThat(reported().message())
                .contains("Talos: answers on cp-1, silent on cp-2, cp-3", "last arrived at 2026-11-23T12:03:00Z")
                .contains("Machines are alive, so etcd may not be lost");
    }

    @Test
    void aHeartbeatThatStopsAloneIsSilentMonitoringUntilItArrivesAgain() {
        beating = true;
        pass(3);
        beating = false;
        pass(30);

        assertThat(reported().name()).isEqualTo("MonitoringSilent");
        assertThat(reported().since()).isEqualTo(StoppedClock.NOON.plus(MINUTE.multipliedBy(3)));
        assertThat(reported().message())
                .startsWith("the monitoring is silent and the cluster is not lost: the Kubernetes API answers");

        beating = true;
        pass(1);
        assertThat(sightings.open).isEmpty();
    }

    @Test
    void aClusterWithoutAHeartbeatDoesNotMissIt() {
        pass(60);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void aHeartbeatThatGoesOnPointsAtTheNetworkBetween() {
        beating = true;
        pass(3);
        api = Api.SILENT;
        pass(6);

        assertThat(reported().name()).isEqualTo("ClusterSilent");
        assertThat(reported().message()).contains("check the network between Kaltstart and the cluster first");
    }

    @Test
    void aClusterThatNeverAnsweredIsNotLost() {
        api = Api.SILENT;
        pass(60);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void beforeTheFirstLookAtTheApiNothingIsSaid() {
        signs.api("homelab", clock.instant());
        api = null;
        pass(60);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void aClusterThatCannotBeAskedIsNotSilent() {
        pass(3);
        api = Api.NOT_ASKED;
        cluster.without("talosctl");
        pass(60);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void whereTheNodesCannotBeAskedTheTextSaysSo() {
        pass(3);
        api = Api.SILENT;
        cluster.without("talosctl");
        pass(6);

        assertThat(reported().message()).contains("Talos cannot be asked", "no talosctl");
    }

    /** Attack: a machine at the address of a dead node answers in its place. */
    @Test
    void whoAnswersWithoutTheCertificateOfTheClusterIsNoSignOfLife() {
        pass(3);
        api = Api.SILENT;
        cluster.talos(CP_1, "version", new Result(Result.Ending.EXITED, 1, "", "x509: unknown authority"));
        pass(6);

        assertThat(reported().message()).contains("refuses on cp-1, silent on cp-2");
    }

    @Test
    void afterAStartTheSilenceCountsFromTheFirstLook() {
        pass(3);
        heartbeat = clock.instant();
        clock.pass(Duration.ofHours(8));
        watchdog = watchdog(false);
        api = Api.SILENT;
        pass(5);
        assertThat(sightings.reported).isEmpty();

        pass(1);

        assertThat(reported().since())
                .as("the outage began while Kaltstart was down, or just after")
                .isEqualTo(StoppedClock.NOON.plus(MINUTE.multipliedBy(3)));
    }

    @Test
    void afterTheMachineHasSleptTheSilenceCountsFromItsAwakening() {
        beating = true;
        pass(3);
        beating = false;
        clock.pass(Duration.ofHours(8));
        api = Api.SILENT;
        pass(5);
        assertThat(sightings.reported).as("its network may not be up yet").isEmpty();

        pass(1);
        assertThat(sightings.reported).hasSize(1);
    }

    @Test
    void aSleepDuringAQuestionToANodeCountsAsASleep() {
        pass(3);
        api = Api.SILENT;
        pass(3);
        cluster.effect(FakeCluster.talosLine(CP_1, "version"), () -> {
            clock.pass(Duration.ofHours(8));
            cluster.effect(FakeCluster.talosLine(CP_1, "version"), () -> {});
        });
        pass(4);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void aClockThatWasSetBackBeginsTheCountAgain() {
        pass(3);
        api = Api.SILENT;
        pass(3);
        clock.set(StoppedClock.NOON.minus(Duration.ofHours(1)));
        pass(5);
        assertThat(sightings.reported).isEmpty();

        pass(1);
        assertThat(reported().since()).as("not in the future").isBefore(clock.instant());
    }

    @Test
    void aClusterThatIsOnlyATwinIsNotWatched() {
        watchdog = watchdog(true);
        signs.api("homelab", clock.instant());
        api = Api.SILENT;
        pass(60);

        assertThat(sightings.reported).isEmpty();
    }

    @Test
    void aClusterThatIsBeingRecoveredIsNotReported() {
        beating = true;
        pass(3);
        beating = false;
        running.add(recovery(Mode.LIVE));
        pass(30);
        api = Api.SILENT;
        pass(60);
        assertThat(sightings.reported).isEmpty();

        running.clear();
        running.add(recovery(Mode.REHEARSAL));
        pass(1);
        assertThat(sightings.reported).as("a rehearsal recovers nothing").hasSize(1);
    }

    @Test
    void theAgeOfTheHeartbeatIsMeasured() {
        var registry = new SimpleMeterRegistry();
        var meters = new WatchdogMeters(
                registry, new OneCluster(cluster, false), name -> Optional.ofNullable(heartbeat), clock);
        meters.refresh();
        assertThat(registry.find("kaltstart.heartbeat.age").gauges()).isEmpty();

        heartbeat = clock.instant();
        clock.pass(MINUTE);
        meters.refresh();
        assertThat(registry.get("kaltstart.heartbeat.age")
                        .tag("cluster", "homelab")
                        .gauge()
                        .value())
                .isEqualTo(60);
    }

    private Sighting reported() {
        assertThat(sightings.reported).hasSize(1);
        return sightings.reported.get(0);
    }

    private void talosAnswers() {
        cluster.talos(
                CP_1,
                "version",
                new Result(Result.Ending.EXITED, 0, "Server:\n\tNODE: x\n\tTag:         v1.13.6\n", ""));
    }

    /** A look in each minute, and one of Flux right before. */
    private void pass(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            clock.pass(MINUTE);
            heartbeat = beating ? clock.instant() : heartbeat;
            watchdog.look();
        }
    }

    private ClusterWatchdog watchdog(boolean twinOnly) {
        var clusters = new OneCluster(cluster, twinOnly);
        return new ClusterWatchdog(
                clusters,
                new Pulses(clusters, name -> Optional.ofNullable(seen()), signs),
                signs,
                name -> Optional.ofNullable(heartbeat),
                new SilenceReports(sightings, recoveries()),
                LIMITS,
                clock);
    }

    private FluxLooks.@Nullable Seen seen() {
        return api == null
                ? null
                : new FluxLooks.Seen(clock.instant(), api, null, "its Kubernetes API does not answer", Map.of());
    }

    private NotedRecoveries recoveries() {
        return new NotedRecoveries() {
            @Override
            public List<Recovery> notEnded(String name) {
                return List.copyOf(running);
            }
        };
    }

    private static Recoveries.Recovery recovery(Mode mode) {
        var noted = new NotedRecoveries();
        noted.hasStarted("r1", "admin", mode == Mode.REHEARSAL);
        return Objects.requireNonNull(noted.recovery);
    }
}
