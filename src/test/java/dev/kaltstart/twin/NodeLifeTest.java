package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies, is flashed, configured, and joins again. */
class NodeLifeTest {

    @TempDir
    Path directory;

    private static String ready(Node node) {
        return node.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(NodeCondition::getStatus)
                .findFirst()
                .orElse("");
    }

    private static String ready(TwinFixture twin, String name) {
        return ready(twin.kubernetes().nodes().withName(name).get());
    }

    private static List<Pod> pods(TwinFixture twin, String node) {
        return twin.kubernetes()
                .pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node)
                .list()
                .getItems();
    }

    @Test
    void theRestOfTheClusterIsHealthyWhileTheSubjectIsUnknown() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            assertThat(ready(twin, "wk-2")).isEqualTo("Unknown");
            for (String other : List.of("cp-1", "cp-2", "cp-3", "wk-1", "wk-3")) {
                assertThat(ready(twin, other)).as(other).isEqualTo("True");
            }
            var pods = twin.kubernetes().pods().inAnyNamespace().list().getItems();
            assertThat(pods)
                    .filteredOn(pod -> "Running".equals(pod.getStatus().getPhase()))
                    .hasSameSizeAs(pods);
            assertThat(pods(twin, "wk-2"))
                    .extracting(pod -> pod.getMetadata().getName())
                    .anyMatch(name -> name.startsWith("paperless-"));
        }
    }

    @Test
    void aDeadMachineAnswersToNobody() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var result = twin.run("talosctl -n 10.20.0.22 version");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.error()).contains("code = Unavailable").contains("i/o timeout");
        }
    }

    @Test
    void joinsAgainAfterFlashAndConfiguration() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.kubernetes().nodes().withName("wk-2").delete();
            twin.flash();
            assertThat(twin.after(1)
                            .run("talosctl -n 10.20.0.22 get machinestatus -o json --insecure")
                            .exitCode())
                    .isEqualTo(1);
            twin.after(2);
            var maintenance = twin.run("talosctl -n 10.20.0.22 get machinestatus -o json --insecure");
            assertThat(TwinFixture.spec(maintenance).path("stage").asText()).isEqualTo("maintenance");
            var talos = twin.open().inventory().root().resolve("talos");
            assertThat(twin.run(dev.kaltstart.shell.Command.of("talhelper", "genconfig")
                                    .in(talos))
                            .output())
                    .contains("generated config for wk-2 in ./clusterconfig/homelab-wk-2.yaml");
            var file = talos.resolve("clusterconfig/homelab-wk-2.yaml");
            assertThat(twin.run("talosctl -n 10.20.0.22 apply-config --insecure -f " + file)
                            .exitCode())
                    .isZero();
            twin.after(3);
            var running = twin.run("talosctl -n 10.20.0.22 get machinestatus -o json");
            assertThat(TwinFixture.spec(running).path("stage").asText()).isEqualTo("running");
            twin.after(2);
            assertThat(ready(twin, "wk-2")).isEqualTo("True");
            assertThat(pods(twin, "wk-2"))
                    .extracting(pod -> pod.getMetadata().getName())
                    .anyMatch(name -> name.startsWith("cilium-"));
        }
    }

    @Test
    void neverBecomesReadyWithAnotherPki() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "node-dead", "render-other-pki")) {
            twin.kubernetes().nodes().withName("wk-2").delete();
            twin.flash();
            twin.after(3);
            var talos = twin.open().inventory().root().resolve("talos");
            twin.run(dev.kaltstart.shell.Command.of("talhelper", "genconfig").in(talos));
            twin.run("talosctl -n 10.20.0.22 apply-config --insecure -f " + talos + "/clusterconfig/homelab-wk-2.yaml");
            twin.after(20);
            assertThat(twin.kubernetes().nodes().withName("wk-2").get()).isNull();
        }
    }

    @Test
    void aSlowNodeComesBackAfterItWasLookedAt() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "node-slow")) {
            twin.after(10);
            assertThat(ready(twin, "wk-1")).isEqualTo("Unknown");
            assertThat(twin.run("talosctl -n 10.20.0.21 version").exitCode()).isZero();
            twin.after(2);
            assertThat(ready(twin, "wk-1")).isEqualTo("True");
        }
    }

    @Test
    void anotherMachineHasAnotherUuid() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "other-machine")) {
            var before = twin.kubernetes()
                    .nodes()
                    .withName("wk-2")
                    .get()
                    .getStatus()
                    .getNodeInfo()
                    .getSystemUUID();
            twin.flash();
            twin.after(3);
            var seen = twin.run("talosctl -n 10.20.0.22 get systeminformation -o json --insecure");
            assertThat(TwinFixture.spec(seen).path("uuid").asText())
                    .isNotEmpty()
                    .isNotEqualTo(before);
        }
    }
}
