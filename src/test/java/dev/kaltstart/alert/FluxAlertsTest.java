package dev.kaltstart.alert;

import static dev.kaltstart.alert.FluxPosted.buildFailed;
import static dev.kaltstart.alert.FluxPosted.error;
import static dev.kaltstart.alert.FluxPosted.info;
import static dev.kaltstart.alert.FluxPosted.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Decisions on events from Flux. */
@SpringBootTest(classes = {AlertSlice.class, H2Database.class})
class FluxAlertsTest extends AlertFixture {

    @Autowired
    Proposals proposals;

    @Autowired
    Sightings sightings;

    @Autowired
    MeterRegistry meters;

    @BeforeEach
    void aRealCluster() {
        clusters.only(ProtectedClusters.office());
    }

    @Test
    void proposesARecoveryOfARealClusterAndSaysWhy() {
        Answered answer = flux(buildFailed());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.decisions()).containsExactly("proposed");
        assertThat(answer.body().at("/decisions/0/startsAt").asText()).isEqualTo(FluxPosted.AT);
        assertNothingStarted();
        assertThat(shown().at("/0/source").asText()).isEqualTo("flux");
        assertThat(shown().at("/0/alertname").asText()).isEqualTo("FluxKustomizationNotReady");
        assertThat(shown().at("/0/labels/revision").asText()).startsWith("main@sha1:0f1e");
        assertThat(shown().at("/0/accept")).hasToString("""
                {"cluster":"office","scenario":"gitops-drift","mode":"live","startedAt":"2026-11-23T11:58:00Z",\
                "reason":"Flux: Kustomization flux-system/cluster-apps: BuildFailed: kustomize build failed: no such file"}""");
    }

    @Test
    void startsARehearsalForAClusterThatIsOnlyATwin() {
        clusters.only(ProtectedClusters.homelab());

        assertThat(flux(buildFailed()).decisions()).containsExactly("started");

        Recoveries.Request request = recoveries.requests().get(0);
        assertThat(request.scenario()).isEqualTo("gitops-drift");
        assertThat(request.subject()).isNull();
        assertThat(request.mode()).isEqualTo(Mode.REHEARSAL);
        assertThat(request.person()).isEqualTo("flux");
    }

    @Test
    void theSameTroubleIsOneHoweverOftenItIsTold() {
        flux(buildFailed());
        clock.pass(Duration.ofMinutes(5));

        Answered again = flux(buildFailed().at("2026-11-23T12:04:00Z"));

        assertThat(again.decisions()).containsExactly("duplicate");
        assertThat(again.body().at("/decisions/0/startsAt").asText()).isEqualTo(FluxPosted.AT);
        assertThat(shown()).hasSize(1);
        assertThat(shown().at("/0/received").asInt()).isEqualTo(2);
    }

    @Test
    void twentyFirstSignsAtOnceAreOneTrouble() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Answered>> sendings = IntStream.range(0, 20)
                    .<Callable<Answered>>mapToObj(
                            number -> () -> flux(buildFailed().at("2026-11-23T11:58:%02dZ".formatted(number))))
                    .toList();
            for (var sending : senders.invokeAll(sendings)) {
                assertThat(sending.get().status()).isEqualTo(202);
            }
        } finally {
            senders.shutdownNow();
        }

        assertThat(shown()).hasSize(1);
        assertThat(shown().at("/0/received").asInt()).isEqualTo(20);
    }

    @Test
    void aSuccessEndsAllTroublesOfItsObjectAndOfNoOther() {
        flux(buildFailed());
        flux(error("HealthCheckFailed", "health check failed after 30s"));
        flux(buildFailed().about("Kustomization", "media", "cluster-apps"));
        assertThat(proposals.open()).hasSize(3);

        Answered answer = flux(succeeded().at("2026-11-23T11:59:30Z"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.decisions()).containsExactly("ignored", "ignored");
        assertThat(proposals.open())
                .singleElement()
                .satisfies(open -> assertThat(open.message()).contains("media/cluster-apps"));
    }

    @Test
    void aTroubleThatComesBackIsAnotherOne() {
        flux(buildFailed());
        flux(succeeded());
        clock.pass(Duration.ofHours(2));

        assertThat(flux(buildFailed().at("2026-11-23T14:00:00Z")).decisions()).containsExactly("proposed");
        assertThat(shown()).hasSize(2);
    }

    @Test
    void whatComesLateBelongsToTheTroubleThatIsOver() {
        flux(buildFailed());
        flux(succeeded().at("2026-11-23T11:59:30Z"));

        assertThat(flux(buildFailed().at("2026-11-23T11:58:40Z")).decisions()).containsExactly("duplicate");
        assertThat(proposals.open()).isEmpty();
    }

    @Test
    void aSuccessFromBeforeEndsNothing() {
        flux(buildFailed());

        assertThat(flux(succeeded().at("2026-11-23T11:57:00Z")).status()).isEqualTo(200);
        assertThat(proposals.open()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Progressing", "DependencyNotReady", "ReconciliationSucceeded", "info"})
    void mostOfWhatFluxTellsMeansNothing(String reason) {
        double before = irrelevant();
        Answered answer = flux(info(reason, "Deployment/media/mediabox configured"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.decisions()).isEmpty();
        assertThat(rows("alert")).isZero();
        assertThat(rows("refused_alert")).isZero();
        assertThat(irrelevant()).as("what means nothing is counted").isEqualTo(before + 1);
    }

    private double irrelevant() {
        return meters.counter("kaltstart.alerts.ignored", "reason", "irrelevant-event")
                .count();
    }

    @Test
    void aPruneOfManyObjectsIsATroubleAndOneOfAFewIsNot() {
        assertThat(flux(info("Progressing", deleted(10))).status()).isEqualTo(200);

        assertThat(flux(info("Progressing", deleted(11))).decisions()).containsExactly("proposed");

        assertThat(proposals.open())
                .singleElement()
                .satisfies(open -> assertThat(open.message())
                        .isEqualTo("Flux: Kustomization flux-system/cluster-apps: deleted 11 objects, among them"
                                + " Deployment/tools/app-0, Deployment/tools/app-1, Deployment/tools/app-2"));
        // the deleted objects are not back just because the rest is healthy
        assertThat(flux(succeeded()).status()).isEqualTo(200);
        assertThat(proposals.open()).hasSize(1);
    }

    @Test
    void aPruneOfOneClaimIsATrouble() {
        assertThat(flux(info("Progressing", "PersistentVolumeClaim/tools/data deleted"))
                        .decisions())
                .containsExactly("proposed");

        assertThat(proposals.open())
                .singleElement()
                .satisfies(open ->
                        assertThat(open.message()).endsWith("cluster-apps: deleted PersistentVolumeClaim/tools/data"));
    }

    @Test
    void aPruneOfOneCriticalObjectIsATroubleAndARolloutIsNone() {
        assertThat(flux(info("Progressing", "ConfigMap/media/settings-5m8h2kg9tb deleted"))
                        .status())
                .isEqualTo(200);
        assertThat(flux(info("Progressing", "Deployment/media/mediabox deleted"))
                        .decisions())
                .containsExactly("proposed");
    }

    /** fluxcd/kustomize-controller#315: objects of an operator were pruned; there the namespace had an application. */
    @Test
    void aPruneOfAFewObjectsOfACriticalNamespaceIsATrouble() {
        assertThat(flux(info(
                                "Progressing",
                                "KafkaTopic/media/test-topic deleted\nConfigMap/media/topic-operator-config deleted\n"
                                        + "Deployment/media/entity-operator deleted"))
                        .decisions())
                .containsExactly("proposed");
        assertThat(flux(info("Progressing", "KafkaTopic/tools/test-topic deleted\nService/tools/brokers deleted")
                                .about("Kustomization", "flux-system", "kafka"))
                        .status())
                .isEqualTo(200);
    }

    /** The finalizer of a Kustomization reports with the reason of its last reconciliation. */
    @Test
    void aKustomizationThatGoesTellsOfItsPruneAsOfASuccess() {
        assertThat(flux(info("ReconciliationSucceeded", "PersistentVolumeClaim/tools/data deleted"))
                        .decisions())
                .containsExactly("proposed");
    }

    @Test
    void disturbsNoRecoveryThatRuns() {
        String holder = recoveries.running("office", "node-failure", Mode.LIVE, "node-a");

        Answered answer = flux(buildFailed());

        assertThat(answer.decisions()).containsExactly("attached");
        assertThat(answer.recovery()).isEqualTo(holder);
        assertThat(recoveries.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .startsWith("Flux: Kustomization flux-system/cluster-apps: BuildFailed"));
    }

    @Test
    void theClusterIsNamedByTheAddressOrByTheAlert() {
        clusters.only(ProtectedClusters.homelab(), ProtectedClusters.office());

        assertThat(flux(buildFailed(), "?cluster=office").decisions()).containsExactly("proposed");
        assertThat(flux(buildFailed().metadata("cluster", "office")).decisions())
                .containsExactly("duplicate");
        assertThat(flux(buildFailed().metadata("cluster", "office"), "?cluster=office")
                        .decisions())
                .containsExactly("duplicate");
        assertThat(flux(buildFailed().metadata("cluster", "office"), "?cluster=homelab")
                        .isProblem(422, "alerts-refused")
                        .text())
                .contains("two clusters named");
        assertThat(flux(buildFailed()).isProblem(422, "alerts-refused").text()).contains("no cluster named");
        assertThat(flux(buildFailed(), "?cluster=../etc")
                        .isProblem(422, "alerts-refused")
                        .text())
                .contains("unknown cluster")
                .doesNotContain("../etc");
    }

    static Stream<FluxPosted> impossible() {
        return Stream.of(
                buildFailed().without("involvedObject"),
                buildFailed().with("involvedObject", "Kustomization/x"),
                buildFailed().object("kind", "kustomization; rm -rf /"),
                buildFailed().object("kind", ""),
                buildFailed().object("name", "../../etc/passwd"),
                buildFailed().object("name", "--graceful"),
                buildFailed().object("name", "a".repeat(254)),
                buildFailed().object("name", List.of("x")),
                buildFailed().object("namespace", "${execution}"),
                buildFailed().object("namespace", "a\u202Eb"),
                buildFailed().without("severity"),
                buildFailed().with("severity", "fatal"),
                buildFailed().with("severity", 3),
                buildFailed().without("timestamp"),
                buildFailed().at("yesterday"),
                buildFailed().at("2026-11-23T12:05:01Z"),
                buildFailed().at("2026-11-23T10:59:59Z"),
                buildFailed().at("0001-01-01T00:00:00Z"),
                buildFailed().without("reason"),
                buildFailed().with("reason", "two words"),
                buildFailed().with("reason", "x".repeat(129)),
                buildFailed().without("message"),
                buildFailed().with("message", Map.of()),
                buildFailed().with("metadata", "revision=1"),
                buildFailed().metadata("revision", 7));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesAnEventThatCannotBe(FluxPosted posted) {
        flux(posted).isProblem(422, "alerts-refused");

        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "4", "{} {}", "{\"reason\":\"a\",\"reason\":\"b\"}"})
    void refusesWhatIsNotOneJsonObject(String body) {
        post(body, "").isProblem(400, "malformed-body");

        assertRefused();
    }

    @Test
    void refusesWhatIsTooLargeAndWhatIsNoJson() {
        post("{\"message\":\"" + "x".repeat(1024 * 1024) + "\"}", "").isProblem(413, "body-too-large");
        post("{\"message\":\"" + "x".repeat(70_000) + "\"}", "").isProblem(400, "malformed-body");
        assertRefused();
        assertThat(answered(request("").contentType(MediaType.TEXT_PLAIN).content("{}"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void keepsNothingThatMovesOrHidesOfWhatAMessageSays() {
        flux(error("BuildFailed", "\u001B[31m${1+1} <script>\u202E\r\nsecond line"));

        assertThat(shown().at("/0/labels/says").asText())
                .isEqualTo("Kustomization flux-system/cluster-apps: BuildFailed: \\u001b[31m${1+1} <script>\\u202e");
    }

    @Test
    void comesBackLaterWhenNobodyCanDecide() {
        clusters.only(ProtectedClusters.homelab());
        recoveries.beforeStart(request -> {
            throw new Recoveries.Busy("taken", "another one");
        });

        flux(buildFailed()).isProblem(503, "unavailable");
        assertThat(rows("alert")).isZero();
    }

    @Test
    void whatKaltstartSeesIsProposedOnceAndOverOnce() {
        var sighting = new Sightings.Sighting(
                "FluxRevisionWentBack", "GitRepository flux-system/flux-system", clock.instant(), "went back");

        sightings.began("office", sighting);
        sightings.began("office", sighting);

        assertThat(shown()).hasSize(1);
        assertThat(shown().at("/0/source").asText()).isEqualTo("kaltstart");
        assertThat(shown().at("/0/accept/reason").asText()).isEqualTo("Kaltstart: went back");
        assertThat(proposals.open()).hasSize(1);

        sightings.over("office", sightings.open("office").get(0));
        assertThat(proposals.open()).isEmpty();
        assertThat(sightings.open("office")).isEmpty();
    }

    @Test
    void whatWasAttachedIsProposedWhenItsRecoveryEndsWithoutIt() {
        String holder = recoveries.running("office", "node-failure", Mode.LIVE, "node-a");
        var sighting = new Sightings.Sighting("FluxPruned", "Kustomization a/b", clock.instant(), "much is gone");
        sightings.began("office", sighting);
        assertThat(sightings.open("office").get(0).leftBehind()).isFalse();
        recoveries.end(holder);
        Sightings.Open leftBehind = sightings.open("office").get(0);
        assertThat(leftBehind.leftBehind()).isTrue();

        sightings.over("office", leftBehind);
        sightings.began("office", sighting);

        assertThat(proposals.open()).hasSize(1);
        assertThat(recoveries.notes()).as("no note about a resolved alert").hasSize(1);
    }

    @Test
    void whatKaltstartSeesStartsNothingWhateverTheTableSays() {
        clusters.only(ProtectedClusters.homelab());

        sightings.began("homelab", new Sightings.Sighting("FluxPruned", "x", clock.instant(), "much is gone"));

        assertNothingStarted();
        assertThat(shown().at("/0/decision").asText()).isEqualTo("proposed");
    }

    private static String deleted(int objects) {
        return IntStream.range(0, objects)
                .mapToObj(number -> "Deployment/tools/app-" + number + " deleted")
                .collect(Collectors.joining("\n"));
    }

    private void assertRefused() {
        assertNothingStarted();
        assertThat(rows("alert")).isZero();
        assertThat(rows("refused_alert")).as("the original is kept").isPositive();
    }

    private Answered flux(FluxPosted posted) {
        return flux(posted, "");
    }

    private Answered flux(FluxPosted posted, String query) {
        return post(posted.json(), query);
    }

    private Answered post(String body, String query) {
        return answered(request(query).content(body));
    }

    private static MockHttpServletRequestBuilder request(String query) {
        return MockMvcRequestBuilders.post("/api/alerts/flux" + query).contentType(MediaType.APPLICATION_JSON);
    }
}
