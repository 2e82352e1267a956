package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.NODE;
import static dev.kaltstart.kubernetes.KubernetesFixture.create;
import static dev.kaltstart.kubernetes.KubernetesFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.storage.LonghornFixture;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Drains after public bug reports, with other names; each names the report. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DrainReportsTest {

    private static final String MANAGER = "instance-manager-r-59d4d10e";

    KubernetesClient client;

    /** atlassian-labs/cyclops#34 (kubernetes/kubernetes#72320): two replicas, both crash looping, maxUnavailable 1. */
    @Test
    void podsThatCrashMayGoByThePolicyOfTheirBudget() {
        budget("media", "web", """
                {"spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}},
                 "status": {"disruptionsAllowed": 0, "expectedPods": 2, "currentHealthy": 0, "desiredHealthy": 1}}""");

        assertThat(blocker(create(client, notReady(pod("web", "ReplicaSet")))).unlock())
                .startsWith(
                        "let pods go that are not ready, as this one is: kubectl -n media patch poddisruptionbudget web"
                                + " --type merge -p '{\"spec\":{\"unhealthyPodEvictionPolicy\":\"AlwaysAllow\"}}'; or wait until its"
                                + " other pods are healthy, or raise its maxUnavailable, which is 1");
    }

    /** kubernetes/kubernetes#105296: zero voluntary evictions, so that a drain never completes. */
    @Test
    void aBudgetOfZeroEvictionsIsNotWaitedOut() {
        budget("media", "web", """
                {"spec": {"maxUnavailable": "0%", "selector": {"matchLabels": {"app": "web"}}},
                 "status": {"disruptionsAllowed": 0, "expectedPods": 3, "currentHealthy": 3, "desiredHealthy": 3}}""");

        assertThat(blocker(create(client, pod("web", "ReplicaSet"))).unlock())
                .startsWith("raise its maxUnavailable, which is 0%")
                .doesNotContain("minAvailable", "wait");
    }

    /** longhorn/longhorn#5910: the budget of 30 days ago is still there, and to delete it lets the drain complete. */
    @Test
    void aBudgetThatLonghornHasForgottenIsToBeDeleted() {
        new LonghornFixture(client)
                .node(NODE, true)
                .node("wk-2", true)
                .volume("photos", "attached", "healthy", 2, "wk-2")
                .replica("photos", NODE, "2026-11-01T00:00:00Z", "")
                .replica("photos", "wk-2", "2026-11-01T00:00:00Z", "");
        managerBudget();

        Blocker blocker = blocker(create(client, manager()));

        assertThat(blocker.cause()).contains("no volume is attached to this node");
        assertThat(blocker.unlock())
                .contains("kubectl -n longhorn-system delete poddisruptionbudget " + MANAGER)
                .doesNotContain("node-drain-policy");
    }

    /** longhorn/longhorn#1286: the instance manager goes last; a pod that did not terminate keeps its volume attached. */
    @Test
    void theVolumesThatKeepAnInstanceManagerAreNamed() {
        new LonghornFixture(client)
                .node(NODE, true)
                .node("wk-2", true)
                .volume("elasticsearch", "attached", "healthy", 2, NODE)
                .replica("elasticsearch", "wk-2", "2026-11-01T00:00:00Z", "");
        managerBudget();

        assertThat(blocker(create(client, manager())).cause())
                .endsWith(": office/elasticsearch-claim (elasticsearch) is attached there");
    }

    private Blocker blocker(Pod pod) {
        var found = new Blockers(client).passing(pod);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static PodBuilder notReady(PodBuilder pod) {
        return pod.editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .withReason("ContainersNotReady")
                .endCondition()
                .endStatus();
    }

    private static PodBuilder manager() {
        return pod(MANAGER, "InstanceManager")
                .editMetadata()
                .withNamespace("longhorn-system")
                .withLabels(Map.of("longhorn.io/component", "instance-manager", "longhorn.io/node", NODE))
                .endMetadata();
    }

    private void managerBudget() {
        budget("longhorn-system", MANAGER, """
                {"spec": {"minAvailable": 1, "selector": {"matchLabels": {"longhorn.io/node": "wk-1"}}},
                 "status": {"disruptionsAllowed": 0, "expectedPods": 1, "currentHealthy": 1, "desiredHealthy": 1}}""");
    }

    private void budget(String namespace, String name, String rest) {
        client.resource("""
                {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
                 "metadata": {"name": "%s", "namespace": "%s"}, %s""".formatted(name, namespace, rest.strip().substring(1)))
                .create();
    }
}
