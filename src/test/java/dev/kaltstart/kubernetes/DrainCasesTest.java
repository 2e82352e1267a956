package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.NODE;
import static dev.kaltstart.kubernetes.KubernetesFixture.create;
import static dev.kaltstart.kubernetes.KubernetesFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.storage.LonghornFixture;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets of real clusters that were misread once: what blocks, and what exactly unlocks it. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DrainCasesTest {

    private static final String OWN = "instance-manager-d148247528624e2fcdad599438267194";

    private static final String INSTANCE_MANAGER =
            "minAvailable: 1, selector: { matchLabels: { longhorn.io/component: instance-manager, longhorn.io/node: wk-1 } }";
    private static final String COUNTED_NONE =
            "{disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 1, desiredHealthy: 1}";
    private static final String COUNTED_ONE =
            "{disruptionsAllowed: 1, expectedPods: 1, currentHealthy: 1, desiredHealthy: 0}";

    KubernetesClient client;

    @Test
    void aBudgetThatSelectsAnotherAppByAnExpressionDoesNotCount() {
        budget("media", "paperless", "minAvailable: 1, selector: { matchLabels: { app: paperless } }", COUNTED_NONE);
        budget(
                "media",
                "databases",
                "minAvailable: 0, selector: { matchExpressions: [{ key: app, operator: In, values: [paperless-db] }] }",
                COUNTED_ONE);

        assertThat(blockers(create(client, pod("paperless", "ReplicaSet"))))
                .singleElement()
                .satisfies(blocker -> {
                    assertThat(blocker.cause())
                            .isEqualTo("the PodDisruptionBudget paperless, disruptionsAllowed 0 (1 healthy, 1 wanted)");
                    assertThat(blocker.unlock())
                            .startsWith("scale it up, or lower minAvailable: it wants all of its pods");
                });
        assertThat(new Blockers(client)
                        .severalBudgets(client.pods()
                                .inNamespace("media")
                                .withName("paperless")
                                .get()))
                .isFalse();
    }

    @Test
    void aStaleSecondBudgetOfAnInstanceManagerIsNamedAndToBeDeleted() {
        budget("longhorn-system", OWN, INSTANCE_MANAGER, COUNTED_NONE);
        budget("longhorn-system", OWN + "-stale", INSTANCE_MANAGER, COUNTED_NONE);

        assertThat(blockers(instanceManager())).singleElement().satisfies(blocker -> {
            assertThat(blocker.cause())
                    .isEqualTo("the PodDisruptionBudgets " + OWN + " and " + OWN
                            + "-stale: a pod with more than one is never evicted");
            assertThat(blocker.unlock())
                    .contains("kubectl -n longhorn-system delete poddisruptionbudget " + OWN + "-stale;")
                    .doesNotContain("node-drain-policy");
        });
    }

    /** Longhorn's own has gone with the cordon, and the one that somebody added has stayed. */
    @Test
    void aForeignBudgetOfAnInstanceManagerIsNotTakenForLonghorns() {
        budget("longhorn-system", "all", "minAvailable: 100%, selector: {}", COUNTED_NONE);

        assertThat(blockers(instanceManager()))
                .singleElement()
                .satisfies(blocker -> assertThat(blocker.unlock())
                        .startsWith("delete all, which is not Longhorn's budget of this pod"));
    }

    @Test
    void longhornsOwnBudgetAloneIsLonghorns() {
        new LonghornFixture(client)
                .node(NODE, true)
                .node("wk-2", true)
                .volume("photos", "attached", "healthy", 2, NODE)
                .volume("papers", "detached", "unknown", 1)
                .volume("letters", "attached", "healthy", 2, "wk-2")
                .replica("papers", NODE, "2026-11-01T00:00:00Z", "");
        budget("longhorn-system", OWN, INSTANCE_MANAGER, COUNTED_NONE);

        assertThat(blockers(instanceManager())).singleElement().satisfies(blocker -> {
            assertThat(blocker.cause())
                    .contains("office/papers-claim (papers) has its last replica there", "photos) is attached there")
                    .doesNotContain("letters");
            assertThat(blocker.unlock()).contains("node-drain-policy");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxUnavailable: 0   | {expectedPods: 2, currentHealthy: 2, desiredHealthy: 2} | raise its maxUnavailable, which is 0",
                "maxUnavailable: 0%  | {expectedPods: 2, currentHealthy: 2, desiredHealthy: 2} | raise its maxUnavailable, which is 0%",
                "maxUnavailable: 1   | {expectedPods: 2, currentHealthy: 1, desiredHealthy: 1} | wait until its other pods are healthy, or raise its maxUnavailable",
                "minAvailable: 1     | {expectedPods: 2, currentHealthy: 1, desiredHealthy: 1} | wait until its other pods are healthy, scale it up",
                "minAvailable: 100%  | {expectedPods: 2, currentHealthy: 2, desiredHealthy: 2} | scale it up, or lower minAvailable"
            })
    void theAdviceIsAboutTheFieldThatBlocks(String limit, String status, String unlock) {
        budget("media", "app", limit + ", selector: { matchLabels: { app: mediabox } }", status);

        assertThat(blockers(create(client, pod("mediabox", "ReplicaSet"))))
                .singleElement()
                .satisfies(blocker -> assertThat(blocker.unlock()).startsWith(unlock));
    }

    @Test
    void aPodThatIsNotReadyMayGoByThePolicyOfItsBudget() {
        budget("media", "app", "minAvailable: 1, selector: { matchLabels: { app: mediabox } }", COUNTED_NONE);
        Pod pod = create(
                client,
                pod("mediabox", "StatefulSet")
                        .editStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("False")
                        .endCondition()
                        .endStatus());

        assertThat(blockers(pod))
                .singleElement()
                .satisfies(
                        blocker -> assertThat(blocker.unlock())
                                .startsWith(
                                        "let pods go that are not ready, as this one is: kubectl -n media patch poddisruptionbudget app"
                                                + " --type merge -p '{\"spec\":{\"unhealthyPodEvictionPolicy\":\"AlwaysAllow\"}}'"));
    }

    @Test
    void aBudgetThatCannotBeCountedSaysWhy() {
        budget(
                "media",
                "app",
                "maxUnavailable: 1, selector: { matchLabels: { app: mediabox } }",
                "{disruptionsAllowed: 0, conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed,"
                        + " message: 'found no controllers for pod \"mediabox\"'}]}");

        assertThat(blockers(create(client, pod("mediabox", "ReplicaSet"))))
                .singleElement()
                .satisfies(blocker -> {
                    assertThat(blocker.cause()).endsWith("found no controllers for pod \"mediabox\"");
                    assertThat(blocker.unlock()).contains("kubectl -n media delete poddisruptionbudget app");
                });
    }

    /** The mock server keeps generations of its own. */
    @Test
    void aBudgetThatWasChangedForbidsUntilItIsCountedAgain() {
        var changed = Serialization.unmarshal(
                yaml("media", "app", "minAvailable: 0", "{observedGeneration: 6, disruptionsAllowed: 1}"),
                PodDisruptionBudget.class);
        changed.getMetadata().setGeneration(7L);

        assertThat(new Budget(changed).forbids()).isTrue();
        assertThat(new Budget(changed).cause()).contains("is not counted again yet");
        changed.getStatus().setObservedGeneration(7L);
        assertThat(new Budget(changed).forbids()).isFalse();
    }

    @Test
    void ofSeveralBudgetsTheOneThatAllowsTheEvictionIsToBeKept() {
        budget("media", "tight", "minAvailable: 1, selector: { matchLabels: { app: mediabox } }", COUNTED_NONE);
        budget(
                "media",
                "loose",
                "minAvailable: 0, selector: { matchExpressions: [{ key: app, operator: Exists }] }",
                COUNTED_ONE);

        assertThat(blockers(create(client, pod("mediabox", "ReplicaSet"))))
                .singleElement()
                .satisfies(blocker -> {
                    assertThat(blocker.cause()).contains("loose and tight");
                    assertThat(blocker.unlock())
                            .startsWith("delete all but one of them, but not loose, which allows the eviction");
                });
    }

    private List<Blocker> blockers(Pod pod) {
        return new Blockers(client).passing(pod);
    }

    private Pod instanceManager() {
        return create(
                client,
                pod(OWN, "InstanceManager")
                        .editMetadata()
                        .withNamespace("longhorn-system")
                        .withLabels(Map.of("longhorn.io/component", "instance-manager", "longhorn.io/node", NODE))
                        .endMetadata());
    }

    private void budget(String namespace, String name, String spec, String status) {
        client.resource(yaml(namespace, name, spec, status)).create();
    }

    private static String yaml(String namespace, String name, String spec, String status) {
        return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: %s, namespace: %s }\nspec: { %s }\nstatus: %s\n"
                .formatted(name, namespace, spec, status);
    }
}
