package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.about;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.storage.StorageFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What runs is compared with what is wanted, not with what Flux once applied. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VerifyWorkloadsTest {

    KubernetesClient client;

    private final VerifyWorkloads step = new VerifyWorkloads(new CriticalCluster(List.of("office", "mediabox")));

    @Test
    void waitsForCriticalWorkloadsThatLackReplicas() {
        has("Deployment", "office", "paperless", "2", "1");
        has("StatefulSet", "office", "paperless-db", "1", "null");
        has("Deployment", "media", "mediabox", "1", "1");

        assertThat(Turn.check(step, about(client)))
                .isEqualTo(Check.notYet("office/paperless has 1 of 2, office/paperless-db has 0 of 1", 1 / 3.0));
    }

    @Test
    void namesWhatIsScaledDownAndWhatIsNotCritical() {
        has("Deployment", "office", "paperless", "0", "null");
        has("Deployment", "media", "mediabox", "1", "1");
        has("Deployment", "media", "subtitles", "1", "0");

        Check check = Turn.check(step, about(client));

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(check.message())
                .isEqualTo("2 critical workloads have the replicas wanted; critical, and scaled to 0: office/paperless;"
                        + " not critical, and short of replicas: media/subtitles has 0 of 1");
    }

    /** A node can be Ready, and its storage or its network not run there. */
    @Test
    void waitsForTheCriticalDaemonSetsOfEachNode() {
        hasDaemonSet("mediabox", "scanner", 3, 2);
        hasDaemonSet("kube-system", "cilium", 3, 2);
        hasDaemonSet("office", "gpu", 0, 0);

        assertThat(Turn.check(step, about(client)).message())
                .isEqualTo(
                        "mediabox/scanner has 2 of 3; not critical, and short of replicas: kube-system/cilium has 2 of 3");

        client.apps().daemonSets().inNamespace("mediabox").withName("scanner").edit(daemonSet -> {
            daemonSet.getStatus().setNumberReady(3);
            return daemonSet;
        });
        assertThat(Turn.check(step, about(client)).message())
                .isEqualTo("2 critical workloads have the replicas wanted; not critical, and short of replicas:"
                        + " kube-system/cilium has 2 of 3");
    }

    @Test
    void doesNotWaitForAWorkloadWhoseVolumeWasGivenUp() {
        client.resource("""
                {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"namespace": "office", "name": "db"},
                 "spec": {"replicas": 1, "volumeClaimTemplates": [{"metadata": {"name": "data"}}]},
                 "status": {"readyReplicas": 0}}""").create();
        var run =
                about(client).with(StorageFacts.LAST_REPLICA_VOLUMES, "office/data-db-0 (pvc-1)\noffice/other (pvc-2)");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.check(step, run.withRaw("dataLossAccepted", true)).message())
                .isEqualTo("0 critical workloads have the replicas wanted; their volumes were given up: office/db has 0"
                        + " of 1");
    }

    @Test
    void oneReplicaIsWantedWhereNoNumberIsGiven() {
        has("Deployment", "office", "paperless", "null", "null");

        assertThat(Turn.check(step, about(client)).message()).isEqualTo("office/paperless has 0 of 1");
    }

    @Test
    void aClusterWithoutCriticalWorkloadsIsOnlyNamed() {
        has("Deployment", "office", "paperless", "1", "0");

        assertThat(Turn.check(new VerifyWorkloads(new CriticalCluster(List.of())), about(client)))
                .isInstanceOf(Check.Met.class);
    }

    private void has(String kind, String namespace, String name, String wanted, String ready) {
        client.resource("""
                {"apiVersion": "apps/v1", "kind": "%s", "metadata": {"namespace": "%s", "name": "%s"},
                 "spec": {"replicas": %s}, "status": {"readyReplicas": %s}}""".formatted(kind, namespace, name, wanted, ready)).create();
    }

    private void hasDaemonSet(String namespace, String name, int wanted, int ready) {
        client.resource("""
                {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"namespace": "%s", "name": "%s"},
                 "spec": {"template": {"spec": {"containers": []}}},
                 "status": {"desiredNumberScheduled": %d, "numberReady": %d}}""".formatted(namespace, name, wanted, ready)).create();
    }

    private record CriticalCluster(List<String> critical) implements Clusters {

        @Override
        public List<Protected> all() {
            return List.of(new Protected("homelab", false, critical, FakeInventory.homelab()));
        }

        @Override
        public Optional<Protected> find(String name) {
            return all().stream().filter(one -> one.name().equals(name)).findFirst();
        }

        @Override
        public Cluster open(String name, Mode mode, String recovery, String step) {
            throw new AssertionError("only the configuration is asked");
        }
    }
}
