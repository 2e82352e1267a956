package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.about;
import static dev.kaltstart.kubernetes.KubernetesFixture.create;
import static dev.kaltstart.kubernetes.KubernetesFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DrainNodeTest {

    KubernetesMockServer server;
    KubernetesClient client;

    private final DrainNode step = new DrainNode();

    @Test
    void isDoneWhenOnlyPodsOfTheNodeItselfAreLeft() {
        create(client, pod("cilium", "DaemonSet"));
        create(
                client,
                pod("etcd", "Node")
                        .editMetadata()
                        .addToAnnotations("kubernetes.io/config.mirror", "x")
                        .endMetadata());
        create(client, pod("job", "Job").editStatus().withPhase("Succeeded").endStatus());
        create(
                client,
                pod("elsewhere", "ReplicaSet").editSpec().withNodeName("wk-2").endSpec());

        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.Met.class);
    }

    @Test
    void namesThePodsThatAreLeft() {
        create(client, pod("mediabox", "ReplicaSet"));

        Check check = Turn.check(step, about(client));

        assertThat(check).isInstanceOf(Check.NotYet.class);
        assertThat(check.message()).contains("1 pod left on wk-1", "media/mediabox");
    }

    @Test
    void countsAPodThatIsGoingAsGone() {
        create(
                client,
                pod("mediabox", "ReplicaSet")
                        .editMetadata()
                        .addToFinalizers("example.org/kept")
                        .endMetadata());
        client.pods().inNamespace("media").withName("mediabox").delete();

        assertThat(client.pods().inNamespace("media").withName("mediabox").get())
                .isNotNull();
        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.Met.class);
    }

    @Test
    void evictsInsteadOfDeleting() {
        create(client, pod("mediabox", "ReplicaSet"));
        answersEviction("mediabox", 201, true);

        Turn.perform(step, about(client));

        assertThat(evictions()).containsExactly("/api/v1/namespaces/media/pods/mediabox/eviction");
    }

    @Test
    void triesAgainWhenTheBudgetMayFreeItself() {
        create(client, pod("mediabox", "ReplicaSet"));
        answersEviction("mediabox", 429, true);
        answersEviction("mediabox", 201, true);

        Turn.perform(step, about(client));

        assertThat(evictions()).hasSize(2);
    }

    @Test
    void asksAPersonWithTheBudgetAndItsUnlock() {
        create(client, pod("mediabox", "ReplicaSet"));
        budget("mediabox", 0);
        budget("unrelated", 0);
        answersEviction("mediabox", 429, false);
        FakeRun run = about(client);

        assertThatThrownBy(() -> Turn.perform(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("DRAIN_BLOCKED"))
                .hasMessageContaining(
                        "media/mediabox is held by the PodDisruptionBudget mediabox, disruptionsAllowed 0")
                .hasMessageContaining("lower minAvailable")
                .hasMessageNotContaining("unrelated");
        assertThat(run.cluster().clock().instant()).isAfterOrEqualTo(run.began().plusSeconds(60));
    }

    @Test
    void namesTheBudgetsOfAPodThatHasMoreThanOne() {
        create(client, pod("mediabox", "ReplicaSet"));
        budget("mediabox", 1);
        budget("second", "mediabox", 1);
        answersEviction("mediabox", 500, false);

        assertThatThrownBy(() -> Turn.perform(step, about(client)))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("the PodDisruptionBudgets mediabox and second")
                .hasMessageContaining("delete all but one");
    }

    @Test
    void leavesAPodAloneThatNothingWouldBringBack() {
        create(
                client,
                pod("alone", "ReplicaSet")
                        .editMetadata()
                        .withOwnerReferences(List.<OwnerReference>of())
                        .endMetadata());
        FakeRun run = about(client);

        assertThatThrownBy(() -> Turn.perform(step, run))
                .hasMessageContaining("media/alone is held by its missing owner");
        assertThat(evictions()).isEmpty();
        assertThat(run.cluster().clock().instant()).as("waiting would not help").isEqualTo(run.began());
    }

    @Test
    void leavesAPodAloneWhoseDataLiesOnTheNode() {
        create(
                client,
                pod("database", "StatefulSet")
                        .editSpec()
                        .addNewVolume()
                        .withName("data")
                        .withNewPersistentVolumeClaim("data", false)
                        .endVolume()
                        .endSpec());
        localClaim("data");

        assertThatThrownBy(() -> Turn.perform(step, about(client)))
                .hasMessageContaining(
                        "media/database is held by the volume media/data, which exists only on a disk of this node");
        assertThat(evictions()).isEmpty();
    }

    @Test
    void knowsTheBudgetOfLonghorn() {
        create(
                client,
                pod("instance-manager-1", "InstanceManager")
                        .editMetadata()
                        .withLabels(Map.of("longhorn.io/component", "instance-manager"))
                        .endMetadata());
        answersEviction("instance-manager-1", 429, false);

        assertThatThrownBy(() -> Turn.perform(step, about(client))).hasMessageContaining("node-drain-policy");
    }

    @Test
    void namesAllBlockersAtOnce() {
        create(client, pod("mediabox", "ReplicaSet"));
        create(
                client,
                pod("alone", "ReplicaSet")
                        .editMetadata()
                        .withOwnerReferences(List.<OwnerReference>of())
                        .endMetadata());
        budget("mediabox", 0);
        answersEviction("mediabox", 429, false);

        assertThatThrownBy(() -> Turn.perform(step, about(client)))
                .hasMessageContaining("media/mediabox")
                .hasMessageContaining("media/alone");
    }

    /** The mock server would store what is posted; an eviction is an act, so its answer is written down here. */
    private void answersEviction(String pod, int code, boolean once) {
        var answer = server.expect()
                .post()
                .withPath("/api/v1/namespaces/media/pods/" + pod + "/eviction")
                .andReturn(code, new StatusBuilder().withCode(code).build());
        if (once) {
            answer.once();
        } else {
            answer.always();
        }
    }

    private List<String> evictions() {
        var paths = new ArrayList<String>();
        for (int left = server.getRequestCount(); left > 0; left--) {
            try {
                paths.add(server.takeRequest().getPath());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return paths.stream().filter(path -> path.endsWith("/eviction")).toList();
    }

    private void budget(String app, int allowed) {
        budget(app, app, allowed);
    }

    private void budget(String name, String app, int allowed) {
        client.resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .addToMatchLabels("app", app)
                        .endSelector()
                        .endSpec()
                        .withNewStatus()
                        .withDisruptionsAllowed(allowed)
                        .withCurrentHealthy(1)
                        .withDesiredHealthy(1)
                        .withExpectedPods(1)
                        .endStatus()
                        .build())
                .create();
    }

    private void localClaim(String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName("pv-1")
                        .endSpec()
                        .build())
                .create();
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pv-1")
                        .endMetadata()
                        .withNewSpec()
                        .withNewLocal()
                        .withPath("/var/local/pv-1")
                        .endLocal()
                        .endSpec()
                        .build())
                .create();
    }
}
