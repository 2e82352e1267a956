package dev.kaltstart.alert;

import static dev.kaltstart.alert.Posted.Sent.alert;
import static dev.kaltstart.alert.Posted.Sent.nodeNotReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.alert.Posted.Sent;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Alerts as they come from the field, some of which say something else than they seem to. */
@SpringBootTest(classes = {AlertSlice.class, H2Database.class})
class FieldAlertsTest extends AlertFixture {

    @Autowired
    Proposals proposals;

    @Autowired
    MeterRegistry meters;

    @BeforeEach
    void aRealAndATwin() {
        clusters.only(
                ProtectedClusters.homelab(),
                ProtectedClusters.cluster(
                        "office",
                        false,
                        node("cp-1", Role.CONTROL_PLANE, "10.30.0.11"),
                        node("cp-2", Role.CONTROL_PLANE, "10.30.0.12"),
                        node("cp-3", Role.CONTROL_PLANE, "10.30.0.13"),
                        node("wk-1", Role.WORKER, "10.30.0.21", "fd00:30::21"),
                        node("wk-2", Role.WORKER, "10.30.0.22", "fd00:30::22")));
    }

    // -- what is offered can be started

    @Test
    void offersNothingToStartWhereThereIsNoModel() {
        assertThat(send(file("kubelet-down-of-all")).decisions()).containsExactly("proposed");

        assertThat(newest().path("scenario").asText()).isEqualTo("cluster-loss");
        assertThat(newest().has("accept")).isFalse();
        assertThat(newest().path("choices")).isEmpty();
        assertThat(newest().path("advice").asText()).contains("no model of cluster-loss yet", "by hand");
        assertThat(proposals.open()).singleElement().satisfies(open -> {
            assertThat(open.choices()).isEmpty();
            assertThat(open.advice()).contains("by hand");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KubeletDown",
                "etcdMembersDown",
                "etcdInsufficientMembers",
                "etcdNoLeader",
                "KubeAPIDown",
                "FluxInstanceNotReady",
                "KubeNodeNotReady"
            })
    void whateverIsOfferedNamesAScenarioAndItsSubject(String alertname) {
        send(alert(alertname).label("cluster", "office"));
        send(alert(alertname).label("cluster", "office").label("node", "cp-2").with("fingerprint", "00000000000000aa"));

        assertThat(proposals.open())
                .allSatisfy(open -> assertThat(open.choices()).allSatisfy(choice -> {
                    assertThat(open.scenario()).isIn("node-failure", "gitops-drift");
                    assertThat(choice.subject() != null)
                            .isEqualTo(open.scenario().equals("node-failure"));
                    assertThat(choice.request()).contains("\"mode\":\"live\"");
                }));
    }

    @Test
    void theButtonStartsWhatTheProposalNamesAndASecondClickNothing() {
        send(nodeNotReady("wk-2").label("cluster", "office"));
        String id = proposals.open().get(0).id();

        proposals.start(id, "wk-2", "anna");
        assertThat(proposals.open()).isEmpty();

        assertThat(recoveries.requests()).singleElement().satisfies(request -> {
            assertThat(request.scenario()).isEqualTo("node-failure");
            assertThat(request.mode()).isEqualTo(Mode.LIVE);
            assertThat(request.subject()).isEqualTo("wk-2");
            assertThat(request.person()).isEqualTo("anna");
            assertThat(request.startedAt()).isEqualTo(Posted.STARTS_AT);
            assertThat(request.idempotencyKey()).matches("[!-~]{1,200}").contains(id, "wk-2");
        });
    }

    @Test
    void theButtonStartsNothingElse() {
        send(nodeNotReady("wk-2").label("cluster", "office"));
        String id = proposals.open().get(0).id();

        for (String other : List.of("wk-1", "", "--help", "wk-2;reboot")) {
            assertProblem("invalid", () -> proposals.start(id, other, "anna"));
        }
        assertProblem("invalid", () -> proposals.start(id, null, "anna"));
        for (String other :
                List.of("", "x", id + "0", "grafana" + id.substring(12), "alertmanager.zz.1", "a".repeat(5000))) {
            assertProblem("not-found", () -> proposals.start(other, "wk-2", "anna"));
        }
        send(nodeNotReady("wk-2").label("cluster", "office").resolved());
        assertProblem("resolved", () -> proposals.start(id, "wk-2", "anna"));
        assertNothingStarted();
    }

    @Test
    void aProposalWhoseNodeHasLeftTheInventoryIsDoneByHand() {
        send(nodeNotReady("wk-2").label("cluster", "office"));
        clusters.only(ProtectedClusters.cluster("office", false, node("cp-1", Role.CONTROL_PLANE, "10.30.0.11")));

        assertThat(proposals.open()).singleElement().satisfies(open -> {
            assertThat(open.choices()).isEmpty();
            assertThat(open.advice()).contains("no longer has");
        });
    }

    // -- one member of etcd

    @Test
    void oneMemberOfEtcdBelongsToTheRecoveryOfAControlPlane() {
        String recovery = recoveries.running("homelab", "node-failure", Mode.REHEARSAL, "cp-1");

        Answered answer = send(file("one-etcd-member-down"));

        assertThat(answer.decisions()).containsExactly("attached");
        assertThat(answer.recovery()).isEqualTo(recovery);
    }

    @Test
    void oneMemberOfEtcdIsNotALostCluster() {
        assertThat(send(file("one-etcd-member-down")).decisions()).containsExactly("proposed");

        assertThat(newest().path("scenario").asText()).isEqualTo("node-failure");
        assertThat(newest().path("choices").findValuesAsText("subject")).containsExactly("cp-1", "cp-2", "cp-3");
        assertThat(newest().path("advice").asText()).contains("2 of 3 live", "etcd needs 2");
        assertNothingStarted();
    }

    @Test
    void theRecoveryOfAWorkerDoesNotExplainAMemberOfEtcd() {
        recoveries.running("homelab", "node-failure", Mode.REHEARSAL, "wk-1");

        assertThat(send(file("one-etcd-member-down")).decisions()).containsExactly("proposed");
    }

    @Test
    void aMemberThatReportsAnotherIsNotTheFailedOne() {
        send(etcd("etcdMembersDown", "10.30.0.11", "01"));
        send(etcd("etcdMembersDown", "10.30.0.12", "02"));

        assertThat(proposals.open()).extracting(Proposals.Proposed::scenario).containsOnly("node-failure");
        assertThat(proposals.open()).extracting(Proposals.Proposed::subject).containsOnlyNulls();
    }

    @Test
    void oneMemberMoreThanEtcdCanDoWithoutIsALostCluster() {
        send(etcd("etcdNoLeader", "10.30.0.11", "01"));
        assertThat(newest().path("scenario").asText()).isEqualTo("node-failure");
        clock.pass(Duration.ofSeconds(1));

        send(etcd("etcdNoLeader", "10.30.0.12", "02"));
        assertThat(newest().path("scenario").asText()).isEqualTo("cluster-loss");
        assertThat(newest().path("advice").asText()).contains("by hand");
    }

    @Test
    void theOnlyMemberOfEtcdIsTheWholeOfIt() {
        clusters.only(ProtectedClusters.office());

        send(alert("etcdMembersDown").label("cluster", "office"));

        assertThat(newest().path("scenario").asText()).isEqualTo("cluster-loss");
    }

    @Test
    void oneApiServerOfThreeIsNotALostCluster() {
        Answered answer = send(alert("KubeAPIDown").label("cluster", "office").label("instance", "10.30.0.11:6443"));

        assertThat(answer.decisions()).containsExactly("ignored");
        assertThat(answer.body().at("/decisions/0/reason").asText()).isEqualTo("one-of-several");
    }

    // -- labels that contradict each other

    @Test
    void theMetricsOwnNodeIsTheFailedOneAndNotTheExporters() {
        assertThat(send(file("exported-node")).decisions()).containsExactly("proposed");

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
        assertThat(newest().path("node").asText()).isEqualTo("wk-2");
    }

    @Test
    void anUnknownNodeOfTheMetricNeverBecomesTheExporters() {
        assertRefused(
                "unknown node", nodeNotReady("wk-1").label("cluster", "office").label("exported_node", "wk-9"));
        assertRefused(
                "unknown node",
                alert("KubeNodeNotReady")
                        .label("cluster", "office")
                        .label("node", "wk-9")
                        .label("instance", "10.30.0.21:9100"));
    }

    @Test
    void twoNodesAreRefused() {
        assertRefused(
                "two nodes named",
                nodeNotReady("wk-1").label("cluster", "office").label("instance", "10.30.0.22:9100"));
    }

    @Test
    void theInstanceOfKubeStateMetricsIsNeverTheNode() {
        // on the network of its node
        send(nodeNotReady("wk-2")
                .label("cluster", "office")
                .label("job", "kube-state-metrics")
                .label("instance", "10.30.0.21:8080"));
        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");

        assertRefused(
                "unknown node",
                alert("KubeNodeNotReady")
                        .label("cluster", "office")
                        .label("job", "integrations/kubernetes/kube-state-metrics")
                        .label("instance", "10.30.0.21:8080"));
    }

    @Test
    void anAlertThatIsNotAboutANodeMayContradictItself() {
        Answered answer = send(alert("FluxInstanceNotReady")
                .label("cluster", "office")
                .label("node", "wk-1")
                .label("instance", "10.30.0.22:8080"));

        assertThat(answer.decisions()).containsExactly("proposed");
        assertThat(newest().has("node")).isFalse();
    }

    @Test
    void twoClustersAreRefusedAndALabelOfAnotherMeaningIsNot() {
        assertRefused(
                "two clusters named",
                nodeNotReady("wk-2").label("cluster", "office").label("exported_cluster", "homelab"));

        Answered answer =
                send(nodeNotReady("wk-2").label("cluster", "office").label("exported_cluster", "postgres-16"));
        assertThat(answer.decisions()).containsExactly("proposed");
    }

    @Test
    void aClusterThatCannotBeReadIsNotReplacedByTheOneThatCan() {
        clusters.only(ProtectedClusters.homelab());
        clusters.unreadable(new Clusters.Unreadable("office", "talconfig.yaml:1: error"));

        assertRefused("unreadable cluster", nodeNotReady("wk-2").label("cluster", "office"));
        assertRefused("no cluster named", nodeNotReady("wk-2"));
    }

    // -- names and addresses

    @ParameterizedTest
    @ValueSource(strings = {"wk-2", "WK-2", "Wk-2", "wk-2.home.arpa", "WK-2.HOME.ARPA"})
    void oneNodeHasThreeNames(String name) {
        send(nodeNotReady(name).label("cluster", "office"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    @Test
    void aDomainThatOnlyTheInventoryWritesIsEnoughForOneNodeAndTooLittleForTwo() {
        clusters.only(ProtectedClusters.cluster(
                "office",
                false,
                node("cp-1.a.example", Role.CONTROL_PLANE, "10.30.0.11"),
                node("wk-1.a.example", Role.WORKER, "10.30.0.21"),
                node("wk-1.b.example", Role.WORKER, "10.30.0.22")));

        send(nodeNotReady("cp-1"));
        assertThat(newest().at("/accept/subject").asText()).isEqualTo("cp-1.a.example");
        assertRefused("unknown node", nodeNotReady("wk-1"));
        assertRefused("unknown node", nodeNotReady("cp-1.c.example"));
    }

    @Test
    void anInventoryWithCapitalsKeepsThemForTalos() {
        clusters.only(ProtectedClusters.cluster(
                "office",
                false,
                new Node(
                        new NodeName("wk-2"),
                        "WK-2",
                        Role.WORKER,
                        List.of("10.30.0.22"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        "talos/clusterconfig/office-WK-2.yaml",
                        "talos/talconfig.yaml:1")));

        send(nodeNotReady("wk-2"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[fd00:30::22]:10250",
                "[FD00:30:0:0:0:0:0:22]:10250",
                "[fd00:0030::0022%eth0]:10250",
                "[fd00:30::22]",
                "fd00:30::22",
                "fd00:30:0::22",
                "::ffff:10.30.0.22",
                "[::ffff:10.30.0.22]:10250",
                "[::FFFF:0a1e:0016]:10250",
                "10.30.0.22:10250",
                "10.30.0.22",
                "wk-2:10250",
                "WK-2.home.arpa:10250"
            })
    void comparesAddressesAsAddresses(String instance) {
        send(alert("KubeletDown").label("cluster", "office").label("instance", instance));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.30.0.022:10250",
                "10.30.22:10250",
                "0x0a1e0016:10250",
                "169738262:10250",
                "[fd00:30::22]:10250:1",
                "[fd00:30::22",
                "fd00:30::22]:10250",
                "[fd00:30::22%eth0;id]:10250",
                "[fd00:30::22%]:1",
                "[10.30.0.22]]:1",
                "http://10.30.0.22:10250",
                "10.30.0.22:10250/metrics",
                "user@10.30.0.22:10250",
                "localhost:10250",
                "wk-2%00:10250"
            })
    void takesNothingElseForAnAddress(String instance) {
        assertRefused(
                "unknown node", alert("KubeletDown").label("cluster", "office").label("instance", instance));
    }

    // -- targets

    @Test
    void aTargetThatIsDownIsNotANodeThatIsDown() {
        Answered answer = send(file("target-of-the-scheduler"));

        assertThat(answer.decisions()).containsExactly("ignored");
        assertThat(answer.body().at("/decisions/0/reason").asText()).isEqualTo("target");
    }

    @ParameterizedTest
    @CsvSource({
        "kubelet, proposed",
        "kube-system/kubelet, proposed",
        "integrations/kubernetes/kubelet, proposed",
        "node-exporter, ignored",
        "kubelet-proxy, ignored",
        "kube-proxy, ignored",
        "'', ignored"
    })
    void onlyTheKubeletsTargetIsTheNode(String job, String decision) {
        assertThat(send(alert("TargetDown")
                                .label("cluster", "office")
                                .label("job", job)
                                .label("instance", "10.30.0.22:10250"))
                        .decisions())
                .containsExactly(decision);
    }

    @Test
    void theTargetOfAnUnknownHostIsIgnoredAndNotRefused() {
        assertThat(send(alert("ProbeFailed")
                                .label("cluster", "office")
                                .label("instance", "https://shop.example/health"))
                        .decisions())
                .containsExactly("ignored");
        assertThat(send(alert("KubePodCrashLooping")
                                .label("cluster", "office")
                                .label("node", "gone-1")
                                .with("fingerprint", "00000000000000aa"))
                        .decisions())
                .containsExactly("ignored");
    }

    @Test
    void longhornCountsItsNodesAndNamesNone() {
        Answered answer = send(alert("LonghornNodeDown").label("cluster", "office"));

        assertThat(answer.decisions()).containsExactly("ignored");
        assertThat(answer.body().at("/decisions/0/reason").asText()).isEqualTo("no-node");
    }

    // -- names and labels of one's own

    @Test
    void anOwnNameMeansWhatKaltstartYamlSays() {
        clusters.naming(new AlertNaming(Map.of("Host ist weg", "KubeNodeNotReady"), "host"));

        send(alert("Host ist weg").label("cluster", "office").label("host", "wk-2"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
        assertThat(newest().path("alertname").asText()).isEqualTo("Host ist weg");
    }

    @Test
    void anOwnLabelHasAnExportersCounterpartToo() {
        clusters.naming(new AlertNaming(Map.of(), "host"));

        send(alert("KubeNodeNotReady")
                .label("cluster", "office")
                .label("host", "wk-1")
                .label("exported_host", "wk-2"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    // -- what is ignored is shown

    @Test
    void whatIsIgnoredIsCountedAndShownByName() {
        double before = ignored("unknown-name");
        send(alert("NodeDown").label("cluster", "office"));
        send(alert("NodeDown").label("cluster", "office").with("fingerprint", "00000000000000aa"));
        send(alert("Watchdog").label("cluster", "office").with("fingerprint", "00000000000000bb"));

        assertThat(ignored("unknown-name") - before).isEqualTo(2);
        JsonNode shown = answered(get("/api/alerts/ignored")).body();
        assertThat(shown.findValuesAsText("alertname")).containsExactlyInAnyOrder("NodeDown", "Watchdog");
        assertThat(shown.findValuesAsText("reason")).containsExactlyInAnyOrder("unknown-name", "monitoring");
        assertThat(shown)
                .anySatisfy(one -> assertThat(one.path("alerts").asInt()).isEqualTo(2));
    }

    @Test
    void whatIsIgnoredIsShownForADayAndAtMostTwentyNamesOfIt() {
        for (int number = 0; number < 30; number++) {
            send(alert("Own" + number).label("cluster", "office").with("fingerprint", "%016x".formatted(number)));
        }
        assertThat(answered(get("/api/alerts/ignored")).body()).hasSize(20);

        clock.pass(Duration.ofHours(25));
        assertThat(answered(get("/api/alerts/ignored")).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "a\nb", "\u202Eevil", "'; drop table alert; --", "${7*7}"})
    void anIgnoredNameIsShownAsText(String name) {
        send(alert(name).label("cluster", "office"));

        assertThat(answered(get("/api/alerts/ignored"))
                        .body()
                        .at("/0/alertname")
                        .asText())
                .doesNotContain("\n", "\u202E")
                .isNotEmpty();
    }

    @Test
    void aHugeNameIsCut() {
        send(alert("x".repeat(60_000)).label("cluster", "office"));

        assertThat(answered(get("/api/alerts/ignored"))
                        .body()
                        .at("/0/alertname")
                        .asText())
                .hasSizeLessThanOrEqualTo(200);
    }

    private double ignored(String reason) {
        return meters.counter("kaltstart.alerts.ignored", "reason", reason).count();
    }

    private void assertRefused(String reason, Sent sent) {
        Answered answer = send(sent.with("fingerprint", "00000000000000ff")).isProblem(422, "alerts-refused");
        assertThat(answer.text()).contains(reason);
        assertNothingStarted();
        assertThat(proposals.open()).as("nothing was stored").noneMatch(open -> open.subject() == null);
    }

    private static void assertProblem(String type, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.getBody().getType())
                                .hasToString("https://kaltstart.dev/problems/" + type));
    }

    private static Sent etcd(String alertname, String member, String fingerprint) {
        return alert(alertname)
                .label("cluster", "office")
                .label("instance", member + ":2381")
                .with("fingerprint", "00000000000000" + fingerprint);
    }

    private static Node node(String name, Role role, String... addresses) {
        return ProtectedClusters.node(name, role, addresses);
    }

    private JsonNode newest() {
        return shown().path(0);
    }

    private static byte[] file(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/alerts/" + name + ".json"))
                    .replace("STARTS_AT", Posted.STARTS_AT)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
