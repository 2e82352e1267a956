package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is a member of etcd, and what happens when too few are. */
class EtcdTest {

    @TempDir
    Path directory;

    private static String members(TwinFixture twin) {
        return twin.run("talosctl -n 10.20.0.11 etcd members").output();
    }

    private static String id(TwinFixture twin, String name) {
        return Arrays.stream(members(twin).split("\n"))
                .map(line -> line.split("\\s+"))
                .filter(columns -> columns[2].equals(name))
                .findFirst()
                .orElseThrow()[1];
    }

    @Test
    void aMemberThatWasLostStaysUntilItIsRemoved() {
        try (var twin = TwinFixture.homelab(directory).losing("cp-2")) {
            assertThat(members(twin))
                    .startsWith("NODE         ID")
                    .contains("cp-2", "https://10.20.0.12:2380", "false");
            assertThat(id(twin, "cp-2")).matches("[0-9a-f]{16}");
            assertThat(twin.run("talosctl -n 10.20.0.11 etcd remove-member " + id(twin, "cp-2"))
                            .exitCode())
                    .isZero();
            assertThat(members(twin)).doesNotContain("cp-2");
            assertThat(twin.run("talosctl -n 10.20.0.11 etcd remove-member 00000000000000ff")
                            .error())
                    .contains("NotFound");
        }
    }

    @Test
    void aControlPlaneThatReturnsLearnsBeforeItVotes() {
        try (var twin = TwinFixture.homelab(directory).losing("cp-2")) {
            var old = id(twin, "cp-2");
            twin.flash();
            twin.after(3);
            var talos = twin.open().inventory().root().resolve("talos");
            twin.run(dev.kaltstart.shell.Command.of("talhelper", "genconfig").in(talos));
            twin.run("talosctl -n 10.20.0.12 apply-config --insecure -f " + talos + "/clusterconfig/homelab-cp-2.yaml");
            twin.after(Duration.ofMinutes(3).plusSeconds(5));
            assertThat(id(twin, "cp-2")).isNotEqualTo(old);
            twin.after(1);
            assertThat(members(twin)).contains("cp-2").doesNotContain("true");
        }
    }

    @Test
    void aGracefulResetLeavesAndAnUngracefulOneDoesNot() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "node-slow")) {
            twin.run(
                    "talosctl -n 10.20.0.12 reset --graceful=false --reboot --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL --wait=false");
            assertThat(members(twin)).contains("cp-2");
        }
        try (var twin = TwinFixture.homelab(directory.resolve("graceful")).losing("wk-1", "node-slow")) {
            twin.run(
                    "talosctl -n 10.20.0.12 reset --reboot --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL --wait=false");
            assertThat(members(twin)).doesNotContain("cp-2");
        }
    }

    @Test
    void theLastMemberCannotLeaveAndIsDrainedAllTheSame() {
        try (var twin = TwinFixture.oneControlPlane(directory).losing("wk-1", "node-slow")) {
            var result = twin.run("talosctl -n 10.30.0.11 reset --reboot --system-labels-to-wipe STATE --timeout 5m");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.error()).contains("failed to leave cluster");
            twin.after(5);
            assertThat(TwinFixture.spec(twin.run("talosctl -n 10.30.0.11 get machinestatus -o json"))
                            .path("stage")
                            .asText())
                    .isEqualTo("running");
            assertThat(twin.kubernetes()
                            .nodes()
                            .withName("cp-1")
                            .get()
                            .getSpec()
                            .getUnschedulable())
                    .isTrue();
        }
    }

    @Test
    void withoutAMajorityTheApiFailsAndTheSurvivorStillTells() {
        try (var twin = TwinFixture.homelab(directory).losing("cp-2", "etcd-quorum-lost")) {
            assertThat(members(twin)).contains("cp-1", "cp-2", "cp-3");
            assertThat(twin.run("talosctl -n 10.20.0.11 etcd status").output()).contains("no leader");
            assertThat(twin.run("talosctl -n 10.20.0.13 version").exitCode()).isEqualTo(1);
            assertThatThrownBy(() -> twin.kubernetes().nodes().list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("etcdserver: request timed out");
        }
    }

    @Test
    void withoutItsOnlyControlPlaneTheApiRefusesConnections() {
        try (var twin = TwinFixture.oneControlPlane(directory).losing("cp-1")) {
            assertThatThrownBy(() -> twin.kubernetes().nodes().list()).isInstanceOf(KubernetesClientException.class);
            assertThatThrownBy(() -> new Socket(
                                    "127.0.0.1", URI.create(twin.twin().url()).getPort())
                            .close())
                    .isInstanceOf(ConnectException.class);
        }
    }
}
