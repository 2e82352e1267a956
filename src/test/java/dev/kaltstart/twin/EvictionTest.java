package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods leave a node: when asked, when forbidden, and when no kubelet is left to stop them. */
class EvictionTest {

    @TempDir
    Path directory;

    private static List<Pod> onNode(TwinFixture twin, String node, String prefix) {
        return twin.kubernetes().pods().inAnyNamespace().withField("spec.nodeName", node).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                .toList();
    }

    private static Pod paperless(TwinFixture twin, String node) {
        return twin.kubernetes()
                .pods()
                .inNamespace("office")
                .withLabel("app.kubernetes.io/name", "paperless")
                .withField("spec.nodeName", node)
                .list()
                .getItems()
                .get(0);
    }

    /** The pod that the budget guards. */
    private static Pod guarded(TwinFixture twin) {
        var budget = budget(twin);
        return twin.kubernetes()
                .pods()
                .inNamespace(budget.getMetadata().getNamespace())
                .withLabelSelector(budget.getSpec().getSelector())
                .list()
                .getItems()
                .get(0);
    }

    private static PodDisruptionBudget budget(TwinFixture twin) {
        return twin.kubernetes().policy().v1().podDisruptionBudget().inAnyNamespace().list().getItems().stream()
                .filter(budget -> budget.getMetadata().getName().equals("drain-blocker"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean evict(TwinFixture twin, Pod pod) {
        return twin.kubernetes().pods().resource(pod).evict();
    }

    private static void cordon(TwinFixture twin, String node) {
        twin.kubernetes().nodes().withName(node).edit(object -> {
            object.getSpec().setUnschedulable(true);
            return object;
        });
    }

    private static void outOfService(TwinFixture twin, String node) {
        twin.kubernetes().nodes().withName(node).edit(object -> {
            var taints = new ArrayList<>(object.getSpec().getTaints());
            taints.add(new Taint("NoExecute", "node.kubernetes.io/out-of-service", null, "nodeshutdown"));
            object.getSpec().setTaints(taints);
            return object;
        });
    }

    @Test
    void anEvictedPodIsGoneAfterSecondsAndRunsElsewhere() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "kubelet-dead")) {
            cordon(twin, "wk-1");
            var pod = onNode(twin, "wk-1", "").stream()
                    .filter(one -> one.getMetadata()
                            .getOwnerReferences()
                            .get(0)
                            .getKind()
                            .equals("ReplicaSet"))
                    .findFirst()
                    .orElseThrow();
            assertThat(evict(twin, pod)).isTrue();
            twin.after(2);
            assertThat(onNode(twin, "wk-1", pod.getMetadata().getName())).isEmpty();
            var label = pod.getMetadata().getLabels().get("app.kubernetes.io/name");
            var recreated = twin.kubernetes()
                    .pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withLabel("app.kubernetes.io/name", label)
                    .list()
                    .getItems();
            assertThat(recreated)
                    .isNotEmpty()
                    .allMatch(one -> "Running".equals(one.getStatus().getPhase())
                            && !"wk-1".equals(one.getSpec().getNodeName()));
        }
    }

    @Test
    void aBudgetRefusesWith429AndItsName() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "drain-blocked")) {
            var error = catchThrowableOfType(KubernetesClientException.class, () -> refused(twin, guarded(twin)));
            assertThat(error.getCode()).isEqualTo(429);
            assertThat(error.getStatus().getReason()).isEqualTo("TooManyRequests");
            assertThat(error.getStatus().getDetails().getCauses().get(0).getMessage())
                    .contains("drain-blocker needs 1 healthy pods");
            assertThat(budget(twin).getStatus().getDisruptionsAllowed()).isZero();
        }
    }

    /** The client turns a 429 into false, so the request is made by hand. */
    private static void refused(TwinFixture twin, Pod pod) {
        var path = "/api/v1/namespaces/%s/pods/%s/eviction"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        twin.kubernetes()
                .raw(
                        path,
                        "POST",
                        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\"}}"
                                .formatted(pod.getMetadata().getName()));
    }

    /** Two budgets of one namespace, of which only one selects the pod: the other means the database by an expression. */
    @Test
    void aBudgetSelectsByExpressionsAndOneWithoutASelectorSelectsNothing() {
        try (var twin = TwinFixture.homelab(directory).losing("cp-2")) {
            budget(twin, "paperless", 1, "matchLabels: { app.kubernetes.io/name: paperless }");
            budget(
                    twin,
                    "databases",
                    0,
                    "matchExpressions: [{ key: app.kubernetes.io/name, operator: In, values: [paperless-db] }]");
            budget(
                    twin,
                    "others",
                    0,
                    "matchExpressions: [{ key: app.kubernetes.io/name, operator: NotIn, values: [paperless] },"
                            + " { key: app.kubernetes.io/name, operator: Exists }]");
            budget(
                    twin,
                    "unlabelled",
                    0,
                    "matchExpressions: [{ key: app.kubernetes.io/name, operator: DoesNotExist }]");
            twin.kubernetes()
                    .resource("apiVersion: policy/v1\nkind: PodDisruptionBudget\n"
                            + "metadata: { name: none, namespace: office }\nspec: { minAvailable: 1 }\n")
                    .create();
            twin.after(1);
            var pod = twin.kubernetes()
                    .pods()
                    .inNamespace("office")
                    .withLabel("app.kubernetes.io/name", "paperless")
                    .list()
                    .getItems()
                    .get(0);

            var error = catchThrowableOfType(KubernetesClientException.class, () -> refused(twin, pod));

            assertThat(error.getCode()).isEqualTo(429);
            assertThat(error.getStatus().getDetails().getCauses().get(0).getMessage())
                    .startsWith("The disruption budget paperless needs 1");
        }
    }

    private static void budget(TwinFixture twin, String name, int minAvailable, String selector) {
        twin.kubernetes()
                .resource(
                        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: %s, namespace: office }\n"
                                        .formatted(name)
                                + "spec: { minAvailable: %d, selector: { %s } }\n".formatted(minAvailable, selector))
                .create();
    }

    @Test
    void aBudgetLetsPodsGoThatAreNotReadyWhereItSaysSo() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var pod = paperless(twin, "wk-2");
            budget(twin, "paperless", 1, "matchLabels: { app.kubernetes.io/name: paperless }");
            twin.after(1);
            assertThat(evict(twin, pod)).isFalse();
            twin.kubernetes()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace("office")
                    .withName("paperless")
                    .edit(budget -> {
                        budget.getSpec().setUnhealthyPodEvictionPolicy("AlwaysAllow");
                        return budget;
                    });
            assertThat(evict(twin, pod)).isTrue();
        }
    }

    @Test
    void aBudgetThatBlocksOnceFreesItselfAfterItsFirstRefusal() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "kubelet-dead", "drain-blocked-once")) {
            var pod = guarded(twin);
            assertThat(evict(twin, pod)).isFalse();
            twin.after(4);
            assertThat(evict(twin, pod)).isTrue();
        }
    }

    @Test
    void podsOfADeadNodeStayTerminatingUntilItIsOutOfService() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            cordon(twin, "wk-2");
            var pod = paperless(twin, "wk-2");
            evict(twin, pod);
            twin.after(3);
            assertThat(paperless(twin, "wk-2").getMetadata().getDeletionTimestamp())
                    .isNotNull();
            assertThat(attachments(twin, "wk-2")).isNotEmpty();
            outOfService(twin, "wk-2");
            twin.after(3);
            assertThat(onNode(twin, "wk-2", "paperless")).isEmpty();
            assertThat(onNode(twin, "wk-2", "cilium"))
                    .as("what tolerates everything stays")
                    .hasSize(1);
            assertThat(attachments(twin, "wk-2")).isEmpty();
            var elsewhere =
                    twin.kubernetes().pods().inNamespace("office").list().getItems();
            assertThat(elsewhere)
                    .hasSize(2)
                    .allMatch(one -> "Running".equals(one.getStatus().getPhase()));
        }
    }

    private static List<String> attachments(TwinFixture twin, String node) {
        return twin.kubernetes().storage().v1().volumeAttachments().list().getItems().stream()
                .filter(attachment -> node.equals(attachment.getSpec().getNodeName()))
                .map(attachment -> attachment.getMetadata().getName())
                .toList();
    }

    @Test
    void aDeletedNodeTakesItsPodsWithIt() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.kubernetes().nodes().withName("wk-2").delete();
            twin.after(2);
            assertThat(onNode(twin, "wk-2", "")).isEmpty();
            assertThat(attachments(twin, "wk-2")).isEmpty();
        }
    }

    @Test
    void anInstanceManagerMayGoOnceItsNodeIsCordoned() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "kubelet-dead")) {
            var manager = onNode(twin, "wk-1", "instance-manager").get(0);
            assertThat(evict(twin, manager)).isFalse();
            cordon(twin, "wk-1");
            twin.after(1);
            assertThat(evict(twin, manager)).isTrue();
        }
    }
}
