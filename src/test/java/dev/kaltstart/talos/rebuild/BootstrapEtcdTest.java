package dev.kaltstart.talos.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.EtcdSnapshot;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One bootstrap, on the machine that was installed, and never beside another etcd. */
class BootstrapEtcdTest {

    private static final String UUID = "4c4c4544-0042-3510-8051-b7c04f4e3532";
    private static final String OTHER = "11111111-2222-3333-4444-555555555555";
    private static final String CP_1 = "10.20.0.11";
    private static final String CP_2 = "10.20.0.12";
    private static final String STATE = "service etcd";
    private static final String SYSTEM = "get systeminformation -o json";
    private static final String MEMBERS = """
            NODE         ID                 HOSTNAME   PEER URLS                 CLIENT URLS   LEARNER
            10.20.0.11   8e9e05c521646941   cp-1       https://10.20.0.11:2380                 false
            """;

    private final FakeCluster cluster = FakeCluster.homelab();
    private final List<EtcdSnapshot> kept = new ArrayList<>();
    private final BootstrapEtcd step =
            new BootstrapEtcd(KnownMachines.of(UUID), new EtcdCopies(name -> List.copyOf(kept)));

    @Test
    void bootstrapsTheMachineThatWasInstalled() {
        installed(UUID).talos(CP_1, "bootstrap", ok(""));

        assertThat(Turn.check(step, run())).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.identity(step, run())).isInstanceOf(Check.Met.class);
        Turn.perform(step, run());

        assertThat(cluster.acts()).containsExactly(FakeCluster.talosLine(CP_1, "bootstrap"));
    }

    @Test
    void isRefusedWhileAnotherControlPlaneHasEtcd() {
        installed(UUID).talos(CP_2, STATE, state("Running"));

        assertThat(Turn.identity(step, run()))
                .isInstanceOf(Check.NotYet.class)
                .extracting(Check::message)
                .asString()
                .contains("etcd runs on cp-2 already", "a second cluster");
    }

    @Test
    void isRefusedOnAnotherMachine() {
        installed(OTHER);

        assertThat(Turn.identity(step, run())).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void plansNothingWhereEtcdRuns() {
        installed(UUID).talos(CP_1, STATE, state("Running")).talos(CP_1, "etcd members", ok(MEMBERS));

        assertThat(Turn.check(step, run())).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, run()).isNothing()).isTrue();
    }

    @Test
    void cannotTellWhileTheMachineIsSilent() {
        assertThat(Turn.check(step, run())).isInstanceOf(Check.Unknown.class);
        assertThat(Turn.identity(step, run())).isInstanceOf(Check.Unknown.class);
    }

    /** Talos answers so for a moment after the machine has booted. */
    @Test
    void asksAPersonWhenTalosRefuses() {
        installed(UUID)
                .talos(
                        CP_1,
                        "bootstrap",
                        Result.exited(
                                1, "", "rpc error: code = FailedPrecondition desc = bootstrap is not available yet\n"));

        assertThatThrownBy(() -> Turn.perform(step, run()))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("bootstrap is not available yet");
    }

    @Test
    void beginsWithTheCopyThatWasChosen() {
        installed(UUID);
        kept.add(new EtcdSnapshot(Path.of("/home/go-bag/homelab/etcd-1.db"), Instant.EPOCH, 58_000_000, "ab", true));
        FakeRun live = run().in(Mode.LIVE).with(ChooseEtcd.COPY, "etcd-1.db");

        assertThat(Turn.identity(step, live)).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, live).commands())
                .extracting(Command::line)
                .containsExactly(
                        FakeCluster.talosLine(CP_1, "bootstrap --recover-from=/home/go-bag/homelab/etcd-1.db"));
    }

    @Test
    void isRefusedWhenTheChosenCopyWasChanged() {
        installed(UUID);
        kept.add(new EtcdSnapshot(Path.of("/home/go-bag/homelab/etcd-1.db"), Instant.EPOCH, 58_000_000, "ab", false));
        FakeRun live = run().in(Mode.LIVE).with(ChooseEtcd.COPY, "etcd-1.db");

        assertThat(Turn.identity(step, live))
                .isInstanceOf(Check.NotYet.class)
                .extracting(Check::message)
                .asString()
                .contains("not there any more, or it was changed");
    }

    @Test
    void neverActsOnANodeThatIsNoControlPlane() {
        FakeRun worker = FakeRun.on(cluster).with(LossFacts.FIRST_CONTROL_PLANE, new NodeName("wk-1"));

        assertThatThrownBy(() -> Turn.plan(step, worker)).isInstanceOf(Failure.Fatal.class);
    }

    private FakeRun run() {
        return FakeRun.on(cluster).with(LossFacts.FIRST_CONTROL_PLANE, new NodeName("cp-1"));
    }

    private FakeCluster installed(String uuid) {
        return cluster.talos(CP_1, STATE, state("Preparing")).talos(CP_1, SYSTEM, ok("""
                {"metadata": {"type": "SystemInformations.hardware.talos.dev", "id": "systeminformation"},
                 "node": "10.20.0.11", "spec": {"uuid": "%s"}}
                """.formatted(uuid)));
    }

    private static Result state(String state) {
        return ok("NODE     10.20.0.11\nID       etcd\nSTATE    " + state + "\nHEALTH   ?\n");
    }

    private static Result ok(String output) {
        return Result.exited(0, output, "");
    }
}
