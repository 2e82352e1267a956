package dev.kaltstart.alert;

import static dev.kaltstart.alert.Posted.Sent.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.kaltstart.alert.Posted.Sent;
import dev.kaltstart.alert.heartbeat.Heartbeats;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;

/** The always-firing alert of the monitoring, and what only looks like one. */
@SpringBootTest(classes = {AlertSlice.class, H2Database.class})
class HeartbeatTest extends AlertFixture {

    private static Instant hour = StoppedClock.NOON;

    @Autowired
    Heartbeats heartbeats;

    @Autowired
    Sightings sightings;

    @Autowired
    Proposals proposals;

    @BeforeEach
    void twoRealClustersAtAnHourOfItsOwn() {
        hour = hour.plus(Duration.ofHours(1));
        clock.set(hour);
        clusters.only(
                ProtectedClusters.office(),
                ProtectedClusters.cluster(
                        "shop", false, ProtectedClusters.node("cp-1", Role.CONTROL_PLANE, "10.50.0.11")),
                ProtectedClusters.homelab());
    }

    @Test
    void theLastArrivalOfEachClusterIsKept() {
        send(watchdog("office"));
        clock.pass(Duration.ofMinutes(5));
        send(watchdog("office"));
        send(watchdog("shop").with("fingerprint", "00000000000000aa"));

        assertThat(heartbeats.last("office")).contains(hour.plus(Duration.ofMinutes(5)));
        assertThat(heartbeats.last("shop")).contains(hour.plus(Duration.ofMinutes(5)));
        assertThat(rows("heartbeat")).isEqualTo(2);
    }

    @Test
    void aNameOfOnesOwnIsAHeartbeatToo() {
        clusters.naming(new AlertNaming(Map.of("DeadMansSwitch", "Watchdog"), null));

        send(alert("DeadMansSwitch").label("cluster", "office"));

        assertThat(heartbeats.last("office")).contains(hour);
    }

    @Test
    void prometheusMaySendItWithoutAnAlertmanager() {
        answered(post("/api/alerts/alertmanager/api/v2/alerts")
                .contentType(MediaType.APPLICATION_JSON)
                .content("[{\"labels\":{\"alertname\":\"Watchdog\",\"cluster\":\"office\"}}]"));

        assertThat(heartbeats.last("office")).contains(hour);
    }

    /** Attack: a sender with the token floods Kaltstart. */
    @Test
    void aStormOfHeartbeatsIsOneRowWrittenOnceInFiveSeconds() {
        for (int number = 0; number < 40; number++) {
            send(watchdog("office").with("fingerprint", String.format("%016x", number)));
            clock.pass(Duration.ofMillis(100));
        }
        assertThat(rows("heartbeat")).isEqualTo(1);
        assertThat(heartbeats.last("office")).as("written once").contains(hour);

        clock.pass(Duration.ofSeconds(1));
        send(watchdog("office"));
        assertThat(heartbeats.last("office")).contains(hour.plusSeconds(5));
    }

    /** Attack: what a sender writes about times moves nothing. */
    @Test
    void theTimeIsThatOfTheArrivalWhateverTheSenderWrites() {
        send(watchdog("office").with("startsAt", "2001-01-01T00:00:00Z"));

        assertThat(heartbeats.last("office")).contains(hour);
    }

    /** Attack: the heartbeat of another cluster keeps no other cluster alive. */
    @Test
    void whatIsNoHeartbeatOfTheClusterRefreshesNothing() {
        assertNoHeartbeat("resolved", watchdog("office").resolved());
        assertNoHeartbeat("from the future", watchdog("office").with("startsAt", "2036-01-01T00:00:00Z"));
        assertNoHeartbeat("no data", watchdog("office").with("annotations", Map.of("grafana_state_reason", "NoData")));
        assertNoHeartbeat("of which cluster", alert("Watchdog"));
        assertNoHeartbeat("an unknown cluster", watchdog("offices"));
        assertNoHeartbeat("two clusters", watchdog("office").label("exported_cluster", "shop"));
        assertNoHeartbeat("only a twin", watchdog("homelab"));
        assertNoHeartbeat("another alert", alert("InfoInhibitor").label("cluster", "office"));
        assertNoHeartbeat("a test", alert("TestAlert").label("cluster", "office"));

        send(watchdog("shop"));
        assertThat(heartbeats.last("office")).isEmpty();
    }

    @Test
    void aSilentClusterIsProposedOnceWithItsTextAndTheProposalEndsWithTheSilence() {
        var sighting = new Sightings.Sighting(
                "ClusterSilent", "cluster office", hour.minus(Duration.ofMinutes(6)), "the cluster may be lost, ...");
        sightings.began("office", sighting);
        sightings.began("office", sighting);

        assertThat(proposals.open()).singleElement().satisfies(proposed -> {
            assertThat(proposed.scenario()).isEqualTo("cluster-loss");
            assertThat(proposed.cluster()).isEqualTo("office");
            assertThat(proposed.subject()).isNull();
            assertThat(proposed.since()).isEqualTo(hour.minus(Duration.ofMinutes(6)));
            assertThat(proposed.message()).isEqualTo("Kaltstart: the cluster may be lost, ...");
        });
        assertNothingStarted();

        sightings.over("office", sightings.open("office").get(0));
        assertThat(proposals.open()).isEmpty();
    }

    @Test
    void silentMonitoringIsShownAndProposesNothing() {
        sightings.began(
                "office",
                new Sightings.Sighting("MonitoringSilent", "cluster office", hour, "the monitoring is silent"));

        assertThat(proposals.open()).isEmpty();
        assertThat(shown().at("/0/alertname").asText()).isEqualTo("MonitoringSilent");
        assertThat(shown().at("/0/reason").asText()).isEqualTo("monitoring");
        assertThat(shown().at("/0/labels/says").asText()).isEqualTo("the monitoring is silent");
    }

    private void assertNoHeartbeat(String why, Sent sent) {
        send(sent);
        assertThat(heartbeats.last("office")).as(why).isEqualTo(Optional.empty());
        assertThat(rows("heartbeat")).as(why).isZero();
    }

    private static Sent watchdog(String cluster) {
        return alert("Watchdog").label("cluster", cluster);
    }
}
