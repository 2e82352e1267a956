package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command lines say, and with which exit code. wk-2 is off, wk-1 waits in maintenance mode. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {

    private TwinFixture twin;

    @BeforeAll
    void aClusterWithOneNodeOffAndOneInMaintenanceMode(@TempDir Path directory) {
        twin = TwinFixture.homelab(directory).losing("wk-2");
        twin.run(
                "talosctl -n 10.20.0.21 reset --reboot --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL");
        twin.after(4);
    }

    @AfterAll
    void end() {
        twin.close();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            talosctl version --client                                       | 0 | Client:
            talosctl -n 10.20.0.11 version                                  | 0 | NODE:        10.20.0.11
            talosctl version --nodes=10.20.0.11 --short                     | 0 | Talos v1.13.9
            talosctl -n 10.20.0.22 version                                  | 1 | i/o timeout
            talosctl -n 10.20.0.11,10.20.0.22 version                       | 0 | i/o timeout
            talosctl -n 10.99.0.1 version                                   | 1 | dial tcp 10.99.0.1:50000: i/o timeout
            talosctl -n 10.20.0.21 version                                  | 1 | x509: certificate signed by unknown authority
            talosctl -n 10.20.0.21 version -i                               | 0 | NODE:        10.20.0.21
            talosctl -n 10.20.0.11 version --insecure                       | 1 | tls: certificate required
            talosctl version --insecure                                     | 1 | failed to determine endpoints
            talosctl --talosconfig none -n 10.20.0.11 version               | 1 | failed to determine endpoints
            talosctl -n 10.20.0.11 version --frobnicate                     | 1 | unknown flag: --frobnicate
            talosctl -n 10.20.0.11 version -x                               | 1 | unknown shorthand flag: 'x' in -x
            talosctl version -n                                             | 1 | flag needs an argument: 'n' in -n
            talosctl frobnicate                                             | 1 | unknown command "frobnicate" for "talosctl"
            talosctl -n 10.20.0.11 get machinestatus -o json                | 0 | "stage": "running"
            talosctl -n 10.20.0.21 get machinestatus -o json --insecure     | 0 | "stage": "maintenance"
            talosctl -n 10.20.0.21 get machineconfig --insecure             | 1 | PermissionDenied
            talosctl -n 10.20.0.11 get systeminformation -o json            | 0 | SystemInformations.hardware.talos.dev
            talosctl -n 10.20.0.11 get disks -o yaml                        | 0 | serial: TWIN
            talosctl -n 10.20.0.11 get systemdisk -o json                   | 0 | "devPath": "/dev/nvme0n1"
            talosctl -n 10.20.0.11 get members                              | 0 | cp-3
            talosctl -n 10.20.0.11 get teapots                              | 1 | resource "teapots" is not registered
            talosctl -n 10.20.0.11 etcd members                             | 0 | https://10.20.0.13:2380
            talosctl -n 10.20.0.11 etcd status                              | 0 | RAFT APPLIED INDEX
            talosctl -n 10.20.0.23 etcd members                             | 1 | etcd members is only available on control plane nodes
            talosctl -n 10.20.0.11 etcd remove-member cp-2                  | 1 | invalid syntax
            talosctl -n 10.20.0.11 etcd snapshot db.snapshot                | 0 | snapshot info: hash
            talosctl -n 10.20.0.11 bootstrap                                | 1 | code = AlreadyExists desc = etcd data directory is not empty
            talosctl -n 10.20.0.11,10.20.0.12 bootstrap                     | 1 | not supported with multiple nodes
            talosctl -n 10.20.0.11 health --wait-timeout 30s                | 1 | some nodes are not ready
            talosctl config info                                            | 0 | homelab
            talosctl -n 10.20.0.11 kubeconfig -                             | 0 | current-context: admin@homelab
            talosctl -n 10.20.0.21 apply-config --insecure                  | 1 | no filename supplied for configuration
            talosctl -n 10.20.0.21 apply-config -i -f none.yaml             | 1 | open none.yaml: no such file or directory
            talosctl -n 10.20.0.21 apply-config -i -f x -m sometimes        | 1 | invalid argument "sometimes"
            talosctl -n 10.20.0.21 reset --insecure                         | 1 | cannot use --wait and --insecure together
            talosctl -n 10.20.0.21 reset --insecure --wait=false            | 1 | PermissionDenied
            talosctl -n 10.20.0.13 reset --system-labels-to-wipe NOPE       | 1 | failed to find volume "NOPE"
            talosctl -n 10.20.0.13 reset --graceful=maybe                   | 1 | invalid argument "maybe" for "--graceful" flag
            talhelper gencommand apply --node 10.20.0.21 --extra-flags=--insecure | 0 | --file=./clusterconfig/homelab-wk-1.yaml --insecure;
            talhelper gencommand reset --node 10.9.9.9                      | 1 | not found in config file
            talhelper genconfig                                             | 1 | no such file or directory
            talhelper frobnicate                                            | 1 | unknown command
            task --list                                                     | 0 | * talos:apply-node:
            task --list --json                                              | 0 | "talos:generate-config"
            task frobnicate                                                 | 200 | does not exist
            task talos:apply-node                                           | 206 | missing required variables: IP
            task talos:apply-node IP=10.20.0.21                             | 201 | precondition not met
            task talos:reset                                                | 205 | environment is not a terminal
            task talos:generate-config                                      | 0 | generated config for cp-1
            task reconcile                                                  | 0 | applied revision main@sha1:
            just talos reset-node wk-3                                      | 1 | was not confirmed
            just kube reconcile                                             | 0 | applied revision
            just kube frobnicate                                            | 1 | does not contain recipe
            topf nodes                                                      | 0 | unreachable
            topf --version                                                  | 0 | topf version
            topf apply --dry-run --confirm=false --nodes-filter ^wk-1$      | 2 | changes: wk-1
            topf apply --dry-run --confirm=false --nodes-filter ^cp-1$      | 0 | no changes
            topf apply --dry-run --confirm=false                            | 1 | node wk-2 is not healthy
            topf reset --confirm=false --nodes-filter ^wk-2$                | 0 | ''
            flux get ks -A                                                  | 0 | paperless
            flux reconcile kustomization nothing -n office                  | 1 | not found
            flux frobnicate                                                 | 1 | unknown command
            """)
    void answersAsTheRealToolDoes(String line, int exitCode, String message) {
        var result = twin.run(line);
        assertThat(result.ending()).isEqualTo(Result.Ending.EXITED);
        assertThat(result.output() + result.error()).contains(message);
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void severalNodesAnswerWithOneObjectAfterTheOther() {
        var output = twin.run("talosctl -n 10.20.0.11,10.20.0.12 get machinestatus -o json")
                .output();
        assertThat(output.lines().filter("{"::equals)).hasSize(2);
        assertThat(output).contains("\"node\": \"10.20.0.11\"", "\"node\": \"10.20.0.12\"");
    }

    @Test
    void withoutNodesThoseOfTheTalosconfigAreMeant() {
        assertThat(twin.run("talosctl get machinestatus -o json").output()).contains("10.20.0.11", "10.20.0.23");
    }

    @Test
    void aSuspendedKustomizationIsNotReconciled() {
        assertThat(twin.run("flux suspend kustomization gatus -n observability").exitCode())
                .isZero();
        assertThat(twin.run("flux reconcile kustomization gatus -n observability")
                        .error())
                .contains("suspended");
        assertThat(twin.run("flux resume kustomization gatus -n observability").exitCode())
                .isZero();
        assertThat(twin.run("flux reconcile kustomization gatus -n observability")
                        .exitCode())
                .isZero();
    }

    @Test
    void whatAsksForEverIsStoppedAtItsDeadline() {
        var result = twin.run(Command.of("topf", "reset").within(Duration.ofMinutes(1)));
        assertThat(result.ending()).isEqualTo(Result.Ending.STOPPED);
        assertThat(result.exitCode()).isEqualTo(-1);
    }

    @Test
    void aProgramTheTwinHasNotIsMissing() {
        assertThatThrownBy(() -> twin.run("rm -rf /")).isInstanceOf(Shell.MissingTool.class);
    }

    @Test
    void gitNeitherLeavesTheMachineNorTheScratchCopy() {
        assertThat(twin.run("git push origin main").error()).contains("no network");
        assertThat(twin.run("git -c a=b -C /tmp status").error()).contains("scratch copy");
        assertThat(twin.run(Command.of("git", "status").in(Path.of("/tmp"))).error())
                .contains("scratch copy");
        assertThat(twin.run("git commit -m push").exitCode()).isZero();
    }

    @Test
    void genconfigWritesEveryNodeAndTheCredentialsOfTheSameAuthority() throws IOException {
        var talos = twin.open().inventory().root().resolve("talos");
        twin.run(Command.of("talhelper", "genconfig").in(talos));
        var config = Files.readString(talos.resolve("clusterconfig/homelab-wk-3.yaml"));
        var authority = Files.readString(talos.resolve("clusterconfig/talosconfig"))
                .lines()
                .filter(line -> line.strip().startsWith("ca:"))
                .findFirst()
                .orElseThrow()
                .strip()
                .substring(4);
        assertThat(config).contains(authority);
        assertThat(new String(Base64.getDecoder().decode(authority), StandardCharsets.UTF_8))
                .startsWith("-----BEGIN CERTIFICATE-----");
    }
}
