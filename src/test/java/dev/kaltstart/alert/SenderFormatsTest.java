package dev.kaltstart.alert;

import static dev.kaltstart.alert.Posted.Sent.nodeNotReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;

/** The bodies of Grafana, and of Prometheus and vmalert, which post without an Alertmanager between. */
@SpringBootTest(classes = {AlertSlice.class, H2Database.class})
class SenderFormatsTest extends AlertFixture {

    private static final String LABELS = """
            {"alertname":"KubeNodeNotReady","severity":"warning","cluster":"office","node":"wk-2"}""";

    @BeforeEach
    void aRealCluster() {
        clusters.only(ProtectedClusters.cluster(
                "office",
                false,
                ProtectedClusters.node("cp-1", Role.CONTROL_PLANE, "10.30.0.11"),
                ProtectedClusters.node("wk-2", Role.WORKER, "10.30.0.22")));
    }

    @Test
    void readsTheWebhookOfGrafana() throws IOException {
        String body = Files.readString(Path.of("src/test/resources/alerts/grafana.json"))
                .replace("STARTS_AT", Posted.STARTS_AT);

        assertThat(send(body.getBytes(StandardCharsets.UTF_8)).decisions()).containsExactly("proposed");

        assertThat(newest().path("source").asText()).isEqualTo("grafana");
        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
        assertThat(newest().at("/accept/reason").asText()).isEqualTo("Grafana: KubeNodeNotReady on wk-2");
    }

    @ParameterizedTest
    @CsvSource({
        "Error, ignored",
        "NoData, ignored",
        "'NoData, KeepLast', proposed",
        "'Error, KeepLast', proposed",
        "Updated, proposed",
        "'', proposed"
    })
    void anAlertThatGrafanaRaisesWithoutDataSaysNothingAboutTheNode(String stateReason, String decision) {
        Answered answer = send(Posted.of(nodeNotReady("wk-2")
                        .label("cluster", "office")
                        .with("annotations", Map.of("grafana_state_reason", stateReason)))
                .with("version", "1"));

        assertThat(answer.decisions()).containsExactly(decision);
    }

    @Test
    void aSeriesThatVanishedIsNotCalledHealthy() {
        clusters.only(ProtectedClusters.homelab());
        send(Posted.of(nodeNotReady("wk-2")).with("version", "1"));

        send(Posted.of(nodeNotReady("wk-2")
                        .resolved()
                        .with("annotations", Map.of("grafana_state_reason", "MissingSeries")))
                .with("version", "1"));

        assertThat(recoveries.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .contains("no longer measured")
                        .doesNotContain(" is resolved"));
    }

    @Test
    void readsWhatPrometheusAndVmalertPostToAnAlertmanager() {
        Answered answer = posted(alerts("\"startsAt\":\"2026-11-23T11:40:00Z\",\"endsAt\":\"2026-11-23T12:04:00Z\""));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.decisions()).containsExactly("proposed");
        assertThat(newest().path("source").asText()).isEqualTo("prometheus");
        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    @Test
    void theSamePostIsOneAlertUntilItsEndHasPassed() {
        posted(alerts("\"startsAt\":\"2026-11-23T11:40:00Z\",\"endsAt\":\"2026-11-23T12:04:00Z\""));

        assertThat(posted(alerts("\"startsAt\":\"2026-11-23T11:40:00Z\",\"endsAt\":\"2026-11-23T12:05:00Z\""))
                        .decisions())
                .containsExactly("duplicate");
        posted(alerts("\"startsAt\":\"2026-11-23T11:40:00Z\",\"endsAt\":\"2026-11-23T11:59:00Z\""));

        assertThat(shown()).hasSize(1);
        assertThat(newest().has("resolvedAt")).isTrue();
    }

    @Test
    void aPostWithoutTimesFiresNow() {
        assertThat(posted(alerts("\"annotations\":{}")).decisions()).containsExactly("proposed");

        assertThat(newest().path("startsAt").asText()).isEqualTo("2026-11-23T12:00:00Z");
    }

    /** The alert of Grafana's test button, with the fingerprint that Grafana and Alertmanager give to its labels. */
    @Test
    void anAlertHasTheFingerprintThatAlertmanagerGivesIt() {
        Answered answer =
                posted("[{\"labels\":{\"alertname\":\"TestAlert\",\"instance\":\"Grafana\",\"empty\":\"\"}}]");

        assertThat(answer.decisions()).containsExactly("ignored");
        assertThat(answer.body().at("/decisions/0/fingerprint").asText()).isEqualTo("57c6d9296de2ad39");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "4", "[", "[{]", "[] []"})
    void refusesAPostThatIsNoList(String body) {
        posted(body).isProblem(400, "malformed-body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[4]",
                "[null]",
                "[{}]",
                "[{\"labels\":[]}]",
                "[{\"labels\":{\"alertname\":7}}]",
                "[{\"labels\":{\"alertname\":\"KubeNodeNotReady\"},\"startsAt\":\"now\"}]",
                "[{\"labels\":{\"alertname\":\"KubeNodeNotReady\"},\"startsAt\":\"2026-11-23T13:00:00Z\"}]",
                "[{\"labels\":{\"alertname\":\"KubeNodeNotReady\",\"node\":\"$(id)\"}}]"
            })
    void refusesAPostedAlertThatCannotBe(String body) {
        posted(body).isProblem(422, "alerts-refused");
        assertNothingStarted();
    }

    @Test
    void aListAtTheWebhookAndAWebhookAtTheListAreRefused() {
        send("[]".getBytes(StandardCharsets.UTF_8)).isProblem(400, "malformed-body");
        posted(Posted.of(nodeNotReady("wk-2")).json()).isProblem(400, "malformed-body");
    }

    private static String alerts(String more) {
        return "[{\"labels\":" + LABELS + "," + more + "}]";
    }

    private Answered posted(String body) {
        return answered(post("/api/alerts/alertmanager/api/v2/alerts")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    private JsonNode newest() {
        return shown().path(0);
    }
}
