package dev.kaltstart.alert;

import static dev.kaltstart.alert.Posted.Sent.alert;
import static dev.kaltstart.alert.Posted.Sent.nodeNotReady;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.recovery.Recoveries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The same tests for each database. */
abstract class AlertInboxTest extends AlertFixture {

    @Autowired
    RefusedAlerts refusedAlerts;

    @Autowired
    Inbox inbox;

    @Autowired
    Proposals proposals;

    @Autowired
    IgnoredAlerts ignored;

    @Test
    void startsARehearsalForAClusterThatIsOnlyATwin() {
        Answered answer = send(nodeNotReady("wk-1"));

        assertThat(answer.status()).isEqualTo(202);
        JsonNode decision = answer.body().at("/decisions/0");
        assertThat(decision.path("fingerprint").asText()).isEqualTo("0123456789abcdef");
        assertThat(decision.path("startsAt").asText()).isEqualTo(Posted.STARTS_AT);
        assertThat(decision.path("decision").asText()).isEqualTo("started");
        assertThat(decision.path("scenario").asText()).isEqualTo("node-failure");
        assertThat(recoveries.find(decision.path("recovery").asText())).isPresent();
        Recoveries.Request request = recoveries.requests().get(0);
        assertThat(request.mode()).isEqualTo(Mode.REHEARSAL);
        assertThat(request.subject()).isEqualTo("wk-1");
        assertThat(request.startedAt()).isEqualTo(Posted.STARTS_AT);
        assertThat(request.person()).isEqualTo("alertmanager");
        assertThat(request.rehearsal()).isEqualTo(new Rehearsals.Settings(false, 60, List.of(), Map.of()));
    }

    @Test
    void proposesARecoveryOfARealClusterAndShowsTheBodyThatAcceptsIt() {
        clusters.only(ProtectedClusters.office());

        Answered answer = send(nodeNotReady("node-a").label("cluster", "office"));

        assertThat(answer.decisions()).containsExactly("proposed");
        assertThat(answer.body().at("/decisions/0/recovery").isNull()).isTrue();
        assertNothingStarted();
        assertThat(shown().at("/0/accept")).hasToString("""
                {"cluster":"office","scenario":"node-failure","mode":"live","subject":"node-a",\
                "startedAt":"2026-11-23T11:40:00Z","reason":"Alertmanager: KubeNodeNotReady on node-a"}""");
    }

    @Test
    void aProposalIsOpenUntilItIsStartedOrOver() {
        clusters.only(ProtectedClusters.office());
        send(nodeNotReady("node-a").with("fingerprint", "00000000000000aa"));
        send(nodeNotReady("node-a").with("fingerprint", "00000000000000bb"));
        assertThat(proposals.open()).hasSize(2);
        assertThat(proposals.open().get(0).choices().get(0).request()).contains("\"mode\":\"live\"", "node-a");

        send(nodeNotReady("node-a").with("fingerprint", "00000000000000aa").resolved());
        assertThat(proposals.open()).hasSize(1);

        recoveries.start(new Recoveries.Request(
                "office", "node-failure", Mode.LIVE, "node-a", null, "accepted", "admin", null, null));
        assertThat(proposals.open()).isEmpty();
    }

    @Test
    void proposesOnlyTheNodeWhenItsMemberOfEtcdIsCutOff() {
        send(alert("etcdNoLeader").label("instance", "10.20.0.11:2381"));

        assertNothingStarted();
        assertThat(shown().at("/0/accept/scenario").asText()).isEqualTo("node-failure");
        assertThat(shown().at("/0/accept/subject").asText()).isEqualTo("cp-1");
        assertThat(shown().at("/0/node").asText()).isEqualTo("cp-1");
    }

    @Test
    void listsWhatIsIgnoredAndRefused() {
        send(alert("NodeDown"));
        send(alert("NodeDown").with("fingerprint", "00000000000000aa"));
        send(nodeNotReady("nowhere").with("fingerprint", "00000000000000bb"));

        assertThat(ignored.lastDay()).singleElement().satisfies(one -> {
            assertThat(one.alertname()).isEqualTo("NodeDown");
            assertThat(one.reason()).isEqualTo(IgnoreReason.UNKNOWN_NAME);
            assertThat(one.alerts()).isEqualTo(2);
            assertThat(one.newest()).isEqualTo(clock.instant());
        });
        assertThat(ignored.lastHour()).singleElement().satisfies(one -> {
            assertThat(one.reason()).contains("unknown node");
            assertThat(one.requests()).isEqualTo(1);
        });
    }

    @Test
    void findsTheNodeByTheAddressOfTheInstance() {
        assertThat(send(alert("KubeletDown").label("instance", "10.20.0.22:10250"))
                        .decisions())
                .containsExactly("started");
        assertThat(send(alert("KubeletDown")
                                .label("instance", "[fd00:20::21]:10250")
                                .with("fingerprint", "00000000000000aa"))
                        .decisions())
                .containsExactly("started");
        assertThat(recoveries.requests())
                .extracting(Recoveries.Request::subject)
                .containsExactly("wk-2", "wk-1");
    }

    @Test
    void answersTheSameAlertAgainWithTheSameRecovery() {
        String recovery = send(nodeNotReady("wk-1")).recovery();
        clock.pass(Duration.ofHours(4));

        Answered again = send(nodeNotReady("wk-1"));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.decisions()).containsExactly("duplicate");
        assertThat(again.recovery()).isEqualTo(recovery);
        assertThat(recoveries.requests()).hasSize(1);
        assertThat(shown().at("/0/received").asInt()).isEqualTo(2);
    }

    @Test
    void startsAgainWhenTheSameAlertFiresAnotherTime() {
        recoveries.end(send(nodeNotReady("wk-1")).recovery());

        assertThat(send(nodeNotReady("wk-1").with("startsAt", "2026-11-23T11:58:00Z"))
                        .decisions())
                .containsExactly("started");
    }

    @Test
    void startsOnceForFiftyPostsOfOneAlertAtOnce() {
        List<Answered> answers = atOnce(50, number -> nodeNotReady("wk-1"));

        assertThat(answers).extracting(Answered::status).containsOnly(202);
        assertThat(answers.stream().flatMap(answer -> answer.decisions().stream()))
                .containsOnlyOnce("started")
                .containsOnly("started", "duplicate");
        assertThat(answers).extracting(Answered::recovery).doesNotContainNull();
        assertThat(answers.stream().map(Answered::recovery).distinct()).hasSize(1);
        assertThat(rows("recorded_recovery")).isEqualTo(1);
        assertThat(shown().at("/0/received").asInt()).isEqualTo(50);
    }

    @Test
    void startsOnceForTwentyAlertsOfOneNodeAtOnce() {
        List<Answered> answers =
                atOnce(20, number -> nodeNotReady("wk-1").with("fingerprint", String.format("%016x", number)));

        assertThat(answers.stream().flatMap(answer -> answer.decisions().stream()))
                .containsOnlyOnce("started")
                .containsOnly("started", "attached");
        assertThat(rows("recorded_recovery")).isEqualTo(1);
        assertThat(recoveries.notes()).hasSize(19);
    }

    @Test
    void keepsNothingOfAnAlertWhoseStartFails() {
        recoveries.beforeStart(request -> {
            throw new IllegalArgumentException("no such thing");
        });

        send(nodeNotReady("wk-1"), nodeNotReady("wk-2").with("fingerprint", "00000000000000aa"))
                .isProblem(500, "internal-server-error");
        assertThat(rows("alert")).isZero();

        recoveries.beforeStart(request -> {});
        assertThat(send(nodeNotReady("wk-1")).decisions()).containsExactly("started");
    }

    @Test
    void decidesOnTheOthersWhenOneFails() {
        recoveries.beforeStart(request -> {
            if ("wk-1".equals(request.subject())) {
                throw new IllegalArgumentException("no such thing");
            }
        });

        Answered answer = send(nodeNotReady("wk-1"), nodeNotReady("wk-2").with("fingerprint", "00000000000000aa"));

        answer.isProblem(500, "internal-server-error");
        assertThat(answer.text()).doesNotContain("no such thing");
        assertThat(shown()).hasSize(1);
        assertThat(shown().at("/0/node").asText()).isEqualTo("wk-2");
    }

    @Test
    void attachesToTheRecoveryThatHoldsTheCluster() {
        String holder = recoveries.running("office", "gitops-drift", Mode.LIVE, "wk-9");
        recoveries.beforeStart(request -> {
            throw new Recoveries.Busy("taken", holder);
        });

        Answered answer = send(nodeNotReady("wk-1"));

        assertThat(answer.decisions()).containsExactly("attached");
        assertThat(answer.recovery()).isEqualTo(holder);
        assertThat(recoveries.notes())
                .containsExactly(new RecordedRecoveries.Note(holder, "Alertmanager: KubeNodeNotReady on wk-1"));
    }

    @Test
    void comesBackLaterWhenTheHolderOfTheClusterIsNotKnown() {
        recoveries.beforeStart(request -> {
            throw new Recoveries.Busy("taken", "another one");
        });

        Answered answer = send(nodeNotReady("wk-1"));

        answer.isProblem(503, "unavailable");
        assertThat(rows("alert")).isZero();
    }

    @Test
    void proposesWhatCannotBeStarted() {
        recoveries.beforeStart(request -> {
            throw new Recoveries.Unacceptable("there is no model of that name");
        });

        assertThat(send(nodeNotReady("wk-1")).decisions()).containsExactly("proposed");
        assertThat(shown().at("/0/accept/mode").asText()).isEqualTo("rehearsal");
        assertThat(rows("recorded_recovery")).isZero();
    }

    @Test
    void attachesAnotherAlertOfTheSameNode() {
        String recovery = send(nodeNotReady("wk-1")).recovery();

        Answered answer = send(alert("KubeletDown").label("node", "wk-1").with("fingerprint", "00000000000000aa"));

        assertThat(answer.decisions()).containsExactly("attached");
        assertThat(answer.recovery()).isEqualTo(recovery);
        assertThat(recoveries.notes())
                .containsExactly(new RecordedRecoveries.Note(recovery, "Alertmanager: KubeletDown on wk-1"));
    }

    @Test
    void startsAnotherForAnotherNode() {
        send(nodeNotReady("wk-1"));

        assertThat(send(nodeNotReady("wk-2").with("fingerprint", "00000000000000aa"))
                        .decisions())
                .containsExactly("started");
    }

    @Test
    void attachesTheAlertOfANodeToTheRecoveryOfItsWholeCluster() {
        String recovery = recoveries.running("homelab", "cluster-loss", Mode.REHEARSAL, null);

        assertThat(send(nodeNotReady("wk-1")).recovery()).isEqualTo(recovery);
    }

    @Test
    void doesNotLetARehearsalSwallowTheAlertOfARealCluster() {
        clusters.only(ProtectedClusters.office());
        recoveries.running("office", "node-failure", Mode.REHEARSAL, "node-a");

        assertThat(send(nodeNotReady("node-a")).decisions()).containsExactly("proposed");
    }

    @Test
    void attachesTheResolvedAlertToWhatItsFiringOneStarted() {
        String recovery = send(nodeNotReady("wk-1")).recovery();

        Answered answer = send(nodeNotReady("wk-1").resolved());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.decisions()).containsExactly("attached");
        assertThat(answer.recovery()).isEqualTo(recovery);
        assertThat(recoveries.notes())
                .containsExactly(
                        new RecordedRecoveries.Note(recovery, "Alertmanager: KubeNodeNotReady on wk-1 is resolved"));
        assertThat(shown().at("/0/decision").asText()).isEqualTo("started");
        assertThat(shown().at("/0/resolvedAt").asText()).isEqualTo("2026-11-23T12:00:00Z");
    }

    @Test
    void notesTheEndOfAnAlertOnce() {
        send(nodeNotReady("wk-1"));
        send(nodeNotReady("wk-1").resolved());

        assertThat(send(nodeNotReady("wk-1").resolved()).decisions()).containsExactly("duplicate");
        assertThat(recoveries.notes()).hasSize(1);
    }

    @Test
    void neverStartsForAResolvedAlert() {
        Answered answer = send(nodeNotReady("wk-1").resolved());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.decisions()).containsExactly("ignored");
        assertNothingStarted();
    }

    @Test
    void doesNotStartForAnAlertWhoseEndCameFirst() {
        send(nodeNotReady("wk-1").resolved());

        assertThat(send(nodeNotReady("wk-1")).decisions()).containsExactly("ignored");
        assertNothingStarted();
    }

    @Test
    void ignoresTheEndOfAnAlertThatStartedNothing() {
        send(alert("Watchdog"));

        assertThat(send(alert("Watchdog").resolved()).decisions()).containsExactly("ignored");
    }

    @Test
    void takesAnAlertWithoutADateAsStillFiring() {
        Answered first = send(nodeNotReady("wk-1").with("startsAt", Posted.NEVER));
        Answered again = send(nodeNotReady("wk-1").with("startsAt", Posted.NEVER));

        assertThat(first.decisions()).containsExactly("started");
        assertThat(first.body().at("/decisions/0/startsAt").asText()).isEqualTo(Posted.NEVER);
        assertThat(again.decisions()).containsExactly("duplicate");
        assertThat(recoveries.requests()).hasSize(1);
        assertThat(recoveries.requests().get(0).startedAt()).isEqualTo("2026-11-23T12:00:00Z");
    }

    @Test
    void startsAgainForAnAlertWithoutADateThatWasOver() {
        recoveries.end(send(nodeNotReady("wk-1").with("startsAt", Posted.NEVER)).recovery());
        Answered over = send(nodeNotReady("wk-1").with("startsAt", Posted.NEVER).resolved());
        clock.pass(Duration.ofDays(3));

        Answered another = send(nodeNotReady("wk-1").with("startsAt", Posted.NEVER));

        assertThat(over.decisions()).containsExactly("attached");
        assertThat(another.decisions()).containsExactly("started");
    }

    @Test
    void forgetsWhatWasRefusedAfterAnHour() {
        send("{".getBytes(StandardCharsets.UTF_8));
        clock.pass(Duration.ofMinutes(59));
        refusedAlerts.forget();
        assertThat(rows("refused_alert")).isEqualTo(1);

        clock.pass(Duration.ofMinutes(2));
        refusedAlerts.forget();
        assertThat(rows("refused_alert")).isZero();
    }

    @Test
    void keepsTheSameOriginalOnce() {
        send(nodeNotReady("nobody"));
        send(nodeNotReady("nobody"));

        assertThat(database.sql("select received from refused_alert")
                        .query(Integer.class)
                        .list())
                .containsExactly(2);
    }

    @Test
    void keepsTheFirst64KilobytesOfWhatWasRefused() {
        String body = "{" + " ".repeat(100_000);
        send(body.getBytes(StandardCharsets.UTF_8));

        assertThat(database.sql("select original from refused_alert")
                        .query(byte[].class)
                        .single())
                .hasSize(64 * 1024)
                .startsWith('{', ' ');
    }

    @Test
    void forgetsWhatWasIgnoredAndNothingElse() {
        send(alert("Watchdog"), nodeNotReady("wk-1").with("fingerprint", "00000000000000aa"));
        inbox.forgetIgnored(clock.instant().plusSeconds(1));

        assertThat(shown().findValuesAsText("decision")).containsExactly("started");
    }

    @Test
    void showsTheLatestHundred() {
        for (int number = 0; number < 101; number++) {
            clock.pass(Duration.ofSeconds(1));
            send(alert("Watchdog").with("fingerprint", String.format("%016x", number)));
        }

        assertThat(shown()).hasSize(100);
        assertThat(shown().at("/0/fingerprint").asText()).isEqualTo("0000000000000064");
    }

    private List<Answered> atOnce(int posts, IntFunction<Posted.Sent> alerts) {
        var together = new CyclicBarrier(posts);
        ExecutorService senders = Executors.newFixedThreadPool(posts);
        try {
            List<Callable<Answered>> sendings = IntStream.range(0, posts)
                    .<Callable<Answered>>mapToObj(number -> () -> {
                        together.await();
                        return send(alerts.apply(number));
                    })
                    .toList();
            var answers = new ArrayList<Answered>();
            for (Future<Answered> sending : senders.invokeAll(sendings)) {
                answers.add(sending.get());
            }
            return answers;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            senders.shutdownNow();
        }
    }
}
