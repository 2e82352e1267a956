package dev.kaltstart.alert;

import static dev.kaltstart.alert.Posted.Sent.alert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.alert.Posted.Sent;
import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Role;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Alerts after public bug reports, with other names and addresses; each names the report. */
@SpringBootTest(classes = {AlertSlice.class, H2Database.class})
class PublicReportsTest extends AlertFixture {

    @BeforeEach
    void aRealCluster() {
        clusters.only(ProtectedClusters.cluster(
                "office",
                false,
                ProtectedClusters.node("cp-1", Role.CONTROL_PLANE, "10.30.0.11"),
                ProtectedClusters.node("cp-2", Role.CONTROL_PLANE, "10.30.0.12"),
                ProtectedClusters.node("cp-3", Role.CONTROL_PLANE, "10.30.0.13"),
                ProtectedClusters.node("wk-1", Role.WORKER, "10.30.0.21", "fd00:30::21"),
                ProtectedClusters.node("wk-2", Role.WORKER, "10.30.0.22", "fd00:30::22")));
    }

    /** AndreiGavriliu/homelab#5933: all labels of the alert as they came. */
    @Test
    void theFullSetOfLabelsOfKubeStateMetricsNamesTheNode() {
        send(fromKubeStateMetrics("10.42.0.16:8080").label("node", "wk-2"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    /** bitnami/charts#7690: scraped without honorLabels, under the job of a release, on the network of its node. */
    @Test
    void withoutHonorLabelsTheMetricsOwnLabelCounts() {
        send(fromKubeStateMetrics("10.30.0.21:8080")
                .label("job", "monitoring-kube-state-metrics")
                .label("node", "wk-1")
                .label("exported_node", "wk-2")
                .label("exported_namespace", "media"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    /** prometheus-community/helm-charts#4924: targets on localhost only, on a healthy cluster. */
    @ParameterizedTest
    @CsvSource({"kube-scheduler", "kube-controller-manager", "kube-etcd", "kube-proxy"})
    void targetsThatListenOnLocalhostAreNoNode(String job) {
        assertThat(send(alert("TargetDown").label("job", job).label("instance", "10.30.0.11:10259"))
                        .decisions())
                .containsExactly("ignored");
    }

    /** prometheus-community/helm-charts#4924: the same reason raises this one. */
    @Test
    void insufficientMembersOnAHealthyClusterStartsNothingAndSaysWhatToLookAt() {
        assertThat(send(alert("etcdInsufficientMembers").label("job", "kube-etcd"))
                        .decisions())
                .containsExactly("proposed");

        assertThat(newest().has("accept")).isFalse();
        assertThat(newest().path("advice").asText()).contains("First look whether the cluster is lost");
    }

    /** keiretsu-labs/kubernetes-manifests#2189: node-exporter is down on two nodes that are Ready, under an own name too. */
    @Test
    void aNodeExporterThatIsDownIsNoNode() {
        clusters.naming(new AlertNaming(Map.of("PrometheusTargetDown", "TargetDown"), null));
        int number = 0;
        for (String name : new String[] {"TargetDown", "PrometheusTargetDown"}) {
            for (String address : new String[] {"10.30.0.21:9100", "10.30.0.22:9100"}) {
                assertThat(send(alert(name)
                                        .label("job", "node-exporter")
                                        .label("instance", address)
                                        .with("fingerprint", "%016x".formatted(number++)))
                                .decisions())
                        .containsExactly("ignored");
            }
        }
    }

    /** etcd-io/etcd#10906: the rule counts members that are down and names none; another's recovery explains one. */
    @Test
    void membersThatAreDownAreCountedAndNotNamed() {
        String recovery = recoveries.running("office", "node-failure", Mode.LIVE, "cp-2");

        Answered answer = send(alert("etcdMembersDown").label("job", "kube-etcd"));

        assertThat(answer.recovery()).isEqualTo(recovery);
    }

    /** prometheus-community/helm-charts#6792: one control plane, whose etcd listens on [::1] only. */
    @Test
    void theOnlyMemberThatIsNotReachedStartsNothing() {
        clusters.only(ProtectedClusters.cluster(
                "office", false, ProtectedClusters.node("cp-1", Role.CONTROL_PLANE, "fd00:30::11")));

        assertThat(send(alert("etcdMembersDown").label("instance", "[fd00:30::11]:2381"))
                        .decisions())
                .containsExactly("proposed");
        assertThat(newest().has("accept")).isFalse();
    }

    /** siderolabs/cluster-api-control-plane-provider-talos#185: capitals in Talos, none in Kubernetes. */
    @Test
    void theNameInTalosAndTheNameInKubernetesAreOneNode() {
        send(alert("KubeNodeNotReady").label("node", "CP-2"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("cp-2");
    }

    /** siderolabs/talos#3079 and #11432: the node is registered with its domain, or only its host name has one. */
    @Test
    void theNameWithItsDomainIsTheNode() {
        send(alert("KubeNodeNotReady").label("node", "wk-2.prod.example"));

        assertThat(newest().at("/accept/subject").asText()).isEqualTo("wk-2");
    }

    /** prometheus/prometheus#914: an address of version 6 and a port without brackets, which is another address. */
    @Test
    void anAddressWithoutBracketsHasNoPort() {
        send(alert("KubeletDown").label("instance", "fd00:30::22:10250")).isProblem(422, "alerts-refused");

        assertNothingStarted();
    }

    /** controlplaneio-fluxcd/flux-operator#224: a ResourceSet whose template does not build. */
    @Test
    void aResourceSetThatDoesNotBuildIsADrift() {
        Answered answer = answered(MockMvcRequestBuilders.post("/api/alerts/flux")
                .contentType(MediaType.APPLICATION_JSON)
                .content("""
                        {"involvedObject":{"apiVersion":"fluxcd.controlplane.io/v1","kind":"ResourceSet",
                        "namespace":"flux-system","name":"tenants"},"severity":"error",
                        "timestamp":"2026-11-23T11:58:00Z","reason":"BuildFailed",
                        "message":"build failed: template: resourceset:4:11: at <inputs>: map has no entry for key \\"name\\"",
                        "metadata":{}}"""));

        assertThat(answer.decisions()).containsExactly("proposed");
        assertThat(newest().path("alertname").asText()).isEqualTo("FluxResourceSetNotReady");
        assertThat(newest().at("/accept/reason").asText()).contains("at <inputs>", "\"name\"");
    }

    /** ministryofjustice/cloud-platform-terraform-monitoring#320: an own name, for all nodes, because its expression is wrong. */
    @Test
    void anOwnNameThatIsNotMappedIsIgnoredAndShown() {
        assertThat(send(fromKubeStateMetrics("10.42.0.16:8080")
                                .label("alertname", "NodeNotReadyState")
                                .label("node", "wk-2"))
                        .decisions())
                .containsExactly("ignored");
        assertThat(newest().path("reason").asText()).isEqualTo("unknown-name");
    }

    private static Sent fromKubeStateMetrics(String instance) {
        return alert("KubeNodeNotReady")
                .label("condition", "Ready")
                .label("container", "kube-state-metrics")
                .label("endpoint", "http")
                .label("instance", instance)
                .label("job", "kube-state-metrics")
                .label("namespace", "kube-prometheus-stack")
                .label("pod", "kube-prometheus-stack-kube-state-metrics-5cc5cc8bf4-26845")
                .label("prometheus", "kube-prometheus-stack/kube-prometheus-stack-prometheus")
                .label("service", "kube-prometheus-stack-kube-state-metrics")
                .label("status", "true");
    }

    private JsonNode newest() {
        return shown().path(0);
    }
}
