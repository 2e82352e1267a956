package dev.kaltstart.alert;

import static dev.kaltstart.alert.Posted.Sent.alert;
import static dev.kaltstart.alert.Posted.Sent.nodeNotReady;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.alert.Posted.Sent;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Invalid alerts get a clear response, start nothing, and their originals are stored. */
@SpringBootTest(classes = {AlertSlice.class, H2Database.class})
@ExtendWith(OutputCaptureExtension.class)
class BadAlertsTest extends AlertFixture {

    private static final int MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"version\":", "null", "[]", "[{}]", "\"text\"", "4", "{} {}", "{]"})
    void refusesWhatIsNotOneJsonObject(String body) {
        send(body.getBytes(StandardCharsets.UTF_8)).isProblem(400, "malformed-body");

        assertRefused();
    }

    static Stream<String> beyondTheLimits() {
        return Stream.of(
                "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"a\":" + "{\"a\":".repeat(65) + "1" + "}".repeat(65) + "}",
                "{\"truncatedAlerts\":" + "9".repeat(10_000) + "}",
                "{\"receiver\":\"" + "x".repeat(70_000) + "\"}",
                "{\"status\":\"firing\",\"status\":\"resolved\"}",
                "{\"a\":[" + "1,".repeat(150_000) + "1]}");
    }

    @ParameterizedTest
    @MethodSource("beyondTheLimits")
    void refusesWhatBreaksALimitOfTheParser(String body) {
        send(body.getBytes(StandardCharsets.UTF_8)).isProblem(400, "malformed-body");

        assertRefused();
    }

    @Test
    void refusesTheSameKeyTwiceInAnAlert() {
        String twice = Posted.of(nodeNotReady("wk-1")).json().replace("\"endsAt\"", "\"startsAt\"");

        send(twice.getBytes(StandardCharsets.UTF_8)).isProblem(400, "malformed-body");

        assertRefused();
    }

    @Test
    void readsNoMoreThanAMebibyte() {
        send(new byte[10 * MEBIBYTE]).isProblem(413, "body-too-large");

        assertRefused();
    }

    @Test
    void countsTheMebibyteAfterDecoding() throws IOException {
        byte[] bomb = gzip(new byte[50 * MEBIBYTE]);
        assertThat(bomb).hasSizeLessThan(MEBIBYTE);

        answered(request().header("Content-Encoding", "gzip").content(bomb)).isProblem(413, "body-too-large");

        assertRefused();
    }

    @Test
    void readsWhatIsEncodedWithGzip() throws IOException {
        byte[] body = gzip(Posted.of(nodeNotReady("wk-1")).json().getBytes(StandardCharsets.UTF_8));

        assertThat(answered(request().header("Content-Encoding", "gzip").content(body))
                        .decisions())
                .containsExactly("started");
    }

    @Test
    void refusesOtherEncodingsAndOtherKindsOfContent() {
        answered(request().header("Content-Encoding", "br").content("{}")).isProblem(415, "unsupported-encoding");
        answered(request().header("Content-Encoding", "gzip").content("{}")).isProblem(400, "malformed-body");
        assertThat(answered(request().contentType("text/plain").content("{}")).status())
                .isEqualTo(415);
        assertNothingStarted();
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() {
        Answered answer = send(Posted.of(nodeNotReady("wk-1").with("notification_reason", "new"))
                .with("notification_reason", "group_interval"));

        assertThat(answer.decisions()).containsExactly("started");
    }

    @Test
    void refusesAnotherVersionAndAMissingGroupKey() {
        send(Posted.of(nodeNotReady("wk-1")).with("version", "3")).isProblem(422, "unsupported-version");
        send(Posted.of(nodeNotReady("wk-1")).with("version", 4)).isProblem(422, "unsupported-version");
        send(Posted.of(nodeNotReady("wk-1")).without("version")).isProblem(422, "unsupported-version");
        send(Posted.of(nodeNotReady("wk-1")).without("groupKey")).isProblem(422, "missing-group-key");
        send(Posted.of().without("alerts")).isProblem(422, "invalid");

        assertNothingStarted();
    }

    @Test
    void aListWithoutAlertsIsNothingToDo() {
        Answered answer = send(Posted.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.decisions()).isEmpty();
        assertNothingStarted();
    }

    @Test
    void warnsOfAlertsThatWereCutOff() {
        Answered answer = send(Posted.of(nodeNotReady("wk-1")).with("truncatedAlerts", 50));

        assertThat(answer.decisions()).containsExactly("started");
        assertThat(answer.body().at("/warnings/0").asText()).contains("50 more alerts", "max_alerts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1; rm -rf /",
                "$(id)",
                "`id`",
                "wk-1\n",
                "wk-1\u0000",
                "--graceful=false",
                "-o/tmp/x",
                "${execution.processEngine}",
                "#{recovery}",
                "../../etc/passwd",
                "%2e%2e%2fetc",
                "/etc/passwd",
                "C:\\Windows",
                "\u202Ewk-1",
                "wk\u200B-1",
                // a Cyrillic letter that looks like the Latin one
                "w\u043A-1",
                "wk-1\uD83E\uDDAD",
                // the Kelvin sign, whose small letter is the Latin k
                "w\u212A-1",
                "WK-11",
                "wk-1.",
                "wk-1..example",
                "wk-1.example/x",
                "wk-1 ",
                ""
            })
    void refusesANodeThatIsNotInTheInventoryToTheByte(String node) {
        Answered answer = send(nodeNotReady(node)).isProblem(422, "alerts-refused");

        assertThat(answer.text()).contains("unknown node");
        if (node.length() > 4) {
            assertThat(answer.text()).as("the request is not repeated").doesNotContain(node);
        }
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o/tmp/x:9100", "wk-1;id:9100", "$(id):9100", "[", "../x", "\u202E10.20.0.21:9100"})
    void refusesAnInstanceThatIsNoHost(String instance) {
        send(alert("KubeNodeNotReady").label("instance", instance)).isProblem(422, "alerts-refused");

        assertRefused();
    }

    @Test
    void refusesTwoNodesWithOneAddressAndANodeOfAnotherCluster() {
        clusters.only(
                ProtectedClusters.cluster(
                        "homelab",
                        true,
                        ProtectedClusters.node("cp-1", Role.CONTROL_PLANE, "10.20.0.11"),
                        ProtectedClusters.node("wk-1", Role.WORKER, "10.20.0.11")),
                ProtectedClusters.office());

        send(nodeNotReady("10.20.0.11").label("cluster", "homelab")).isProblem(422, "alerts-refused");
        send(nodeNotReady("node-a").label("cluster", "homelab")).isProblem(422, "alerts-refused");
        assertThat(send(nodeNotReady("wk-1")).isProblem(422, "alerts-refused").text())
                .contains("no cluster named");
        assertThat(send(nodeNotReady("wk-1").label("cluster", "elsewhere"))
                        .isProblem(422, "alerts-refused")
                        .text())
                .contains("unknown cluster");

        assertRefused();
    }

    static Stream<Sent> impossible() {
        return Stream.of(
                nodeNotReady("wk-1").with("status", "burning"),
                nodeNotReady("wk-1").without("status"),
                nodeNotReady("wk-1").without("fingerprint"),
                nodeNotReady("wk-1").with("fingerprint", "'; drop table alert; --"),
                nodeNotReady("wk-1").with("fingerprint", 7),
                nodeNotReady("wk-1").with("labels", "node=wk-1"),
                nodeNotReady("wk-1").label("node", List.of("wk-1")),
                nodeNotReady("wk-1").without("startsAt"),
                nodeNotReady("wk-1").with("startsAt", "yesterday"),
                nodeNotReady("wk-1").with("startsAt", "2026-11-23T12:05:01Z"),
                nodeNotReady("wk-1").with("endsAt", "2026-11-23T11:39:59Z"),
                nodeNotReady("wk-1").with("endsAt", 5));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesAnAlertThatCannotBe(Sent sent) {
        send(sent).isProblem(422, "alerts-refused");

        assertRefused();
    }

    @Test
    void aBadAlertDoesNotLoseTheGoodOnes() {
        Answered answer = send(nodeNotReady("nobody"), nodeNotReady("wk-1").with("fingerprint", "00000000000000aa"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.decisions()).containsExactly("started");
        assertThat(answer.body().at("/refused/0/index").asInt()).isZero();
        assertThat(rows("refused_alert")).isEqualTo(1);
    }

    @Test
    void neverEvaluatesAndNeverLogsWhatLabelsSay(CapturedOutput output) {
        send(nodeNotReady("wk-1")
                .label("note", "${1+1} #{1+1} \u001B[31mred\r\n2026-11-23 ERROR forged")
                .with("annotations", Map.of("summary", "${T(java.lang.Runtime)}\r\nforged")));

        String kept = shown().at("/0/labels/note").asText();
        assertThat(kept).contains("${1+1} #{1+1}", "\\u001b", "\\u000d\\u000a").doesNotContain("\n", "\u001B");
        assertThat(output.getOut()).doesNotContain("forged", "\u001B[31m");
    }

    private void assertRefused() {
        assertNothingStarted();
        assertThat(rows("alert")).isZero();
        assertThat(rows("refused_alert")).as("the original is kept").isPositive();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
