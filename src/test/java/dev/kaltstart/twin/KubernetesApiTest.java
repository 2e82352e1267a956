package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API behaves as a real one does where that is easily got wrong. */
class KubernetesApiTest {

    @TempDir
    Path directory;

    @Test
    void tellsWhichGroupsThereAre() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            assertThat(twin.kubernetes().hasApiGroup("longhorn.io", true)).isTrue();
            assertThat(twin.kubernetes().hasApiGroup("ceph.rook.io", true)).isFalse();
            assertThat(twin.kubernetes().supports("longhorn.io/v1beta2", "Volume"))
                    .isTrue();
            assertThat(twin.kubernetes().supports("ceph.rook.io/v1", "CephCluster"))
                    .isFalse();
            assertThat(twin.kubernetes().getKubernetesVersion().getGitVersion()).isEqualTo("v1.36.2");
        }
    }

    @Test
    void whatIsNotThereIsNullAndDeletingItDoesNothing() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            assertThat(twin.kubernetes().nodes().withName("wk-9").get()).isNull();
            assertThat(twin.kubernetes().nodes().withName("wk-9").delete()).isEmpty();
            var error = catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> twin.kubernetes().raw("/apis/ceph.rook.io/v1/cephclusters", "DELETE", null));
            assertThat(error.getCode()).isEqualTo(404);
        }
    }

    @Test
    void patchesOfEveryKindKeepWhatTheyDoNotName() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var node = twin.kubernetes().nodes().withName("cp-1");
            patch(
                    twin,
                    PatchType.STRATEGIC_MERGE,
                    "{\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"NoSchedule\"}]}}");
            assertThat(node.get().getSpec().getTaints())
                    .as("a list without a merge key is replaced")
                    .singleElement()
                    .extracting("key")
                    .isEqualTo("a");
            patch(twin, PatchType.JSON_MERGE, "{\"spec\":{\"taints\":[{\"key\":\"b\",\"effect\":\"NoSchedule\"}]}}");
            assertThat(node.get().getSpec().getTaints())
                    .singleElement()
                    .extracting("key")
                    .isEqualTo("b");
            patch(twin, PatchType.JSON_MERGE, "{\"spec\":{\"taints\":null}}");
            assertThat(node.get().getSpec().getTaints()).isEmpty();
            assertThat(node.get().getStatus().getAddresses()).isNotEmpty();
        }
    }

    private static void patch(TwinFixture twin, PatchType type, String patch) {
        twin.kubernetes().nodes().withName("cp-1").patch(PatchContext.of(type), patch);
    }

    @Test
    void anOutdatedVersionIsAConflictAndStatusIsNotChangedByTheWay() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var seen = twin.kubernetes().nodes().withName("cp-1").get();
            cordon(twin);
            seen.getSpec().setProviderID("twin://cp-1");
            var error = catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> twin.kubernetes().nodes().resource(seen).update());
            assertThat(error.getCode()).isEqualTo(409);
            var fresh = twin.kubernetes().nodes().withName("cp-1").get();
            fresh.getStatus().setPhase("odd");
            twin.kubernetes().nodes().resource(fresh).update();
            assertThat(twin.kubernetes()
                            .nodes()
                            .withName("cp-1")
                            .get()
                            .getStatus()
                            .getPhase())
                    .isNull();
        }
    }

    private static Node cordon(TwinFixture twin) {
        return twin.kubernetes().nodes().withName("cp-1").edit(node -> {
            node.getSpec().setUnschedulable(true);
            return node;
        });
    }

    @Test
    void aWatchSeesAChange() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var seen = twin.kubernetes()
                    .nodes()
                    .withName("cp-1")
                    .informOnCondition(nodes -> nodes.stream()
                            .anyMatch(node -> Boolean.TRUE.equals(node.getSpec().getUnschedulable())));
            cordon(twin);
            assertThat(seen).succeedsWithin(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void fluxReconcilesWhatAsksForIt() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var gatus = twin.kubernetes()
                    .genericKubernetesResources("kustomize.toolkit.fluxcd.io/v1", "Kustomization")
                    .inNamespace("observability")
                    .withName("gatus");
            gatus.patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"metadata\":{\"annotations\":{\"reconcile.fluxcd.io/requestedAt\":\"now\"}}}");
            twin.after(Duration.ofMinutes(1));
            assertThat(gatus.get().<String>get("status", "lastHandledReconcileAt"))
                    .isEqualTo("now");
            gatus.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
            twin.after(Duration.ofMinutes(1));
            assertThat(gatus.get().<Integer>get("status", "observedGeneration")).isEqualTo(2);
            assertThat(gatus.get().getMetadata().getGeneration()).isEqualTo(2);
        }
    }

    @Test
    void aFlappingApiFailsEveryFewCallsAndNotAlways() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "node-dead", "api-flapping")) {
            var good = IntStream.range(0, 100).filter(call -> answers(twin)).count();
            assertThat(good).isBetween(70L, 97L);
        }
    }

    private static boolean answers(TwinFixture twin) {
        try {
            twin.kubernetes().nodes().withName("cp-1").get();
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }
}
