package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.WK_1;
import static dev.kaltstart.talos.TalosOutput.STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class TalosTest {

    private final FakeCluster cluster = FakeCluster.homelab();
    private final Talos talos = new Talos(cluster);
    private final Node node = cluster.inventory().node(new NodeName("wk-1")).orElseThrow();

    @Test
    void namesNodeAndEndpointAndCredentials() {
        var command = TalosCommand.on(cluster, node, "reboot");

        assertThat(command.line()).isEqualTo("talosctl -n 10.20.0.21 -e 10.20.0.21 reboot");
        assertThat(command.environment())
                .containsEntry("TALOSCONFIG", "/clusters/homelab/talos/clusterconfig/talosconfig");
    }

    @Test
    void refusesToRunWithoutANode() {
        assertThatThrownBy(() -> TalosCommand.on(cluster, List.of(), "reset")).isInstanceOf(Failure.Fatal.class);
        assertThatThrownBy(() -> TalosCommand.on(cluster, List.of(""), "reset")).isInstanceOf(Failure.Fatal.class);
        assertThatThrownBy(() -> TalosCommand.on(cluster, List.of("--graceful=false"), "reset"))
                .isInstanceOf(Failure.Fatal.class);
        assertThatThrownBy(() -> TalosCommand.on(cluster, List.of("cafe"), "reset"))
                .as("a host name of hexadecimal digits")
                .isInstanceOf(Failure.Fatal.class);
    }

    @Test
    void takesOnlyTheLinesOfANodeForAnAnswer() {
        cluster.talos(WK_1, "version", TalosOutput.unreachable(), TalosOutput.version());

        assertThat(talos.version(node).silent()).isTrue();
        assertThat(talos.version(node).value()).contains("v1.13.6");
    }

    @Test
    void tellsANodeThatSaysNoFromOneThatSaysNothing() {
        cluster.talos(WK_1, STATUS, TalosOutput.unknownAuthority(), TalosOutput.unreachable());

        assertThat(talos.stage(node)).isInstanceOf(Answer.Refused.class);
        assertThat(talos.stage(node)).isInstanceOf(Answer.Silent.class);
    }

    @Test
    void takesACommandThatHadToBeStoppedForSilence() {
        cluster.talos(WK_1, STATUS, new Result(Result.Ending.STOPPED, -1, "", ""));

        assertThat(talos.stage(node)).isInstanceOf(Answer.Silent.class);
    }

    @Test
    void doesNotTakeItsOwnLackOfCredentialsForAnAnswer() {
        cluster.talos(
                WK_1, "version", Result.exited(1, "", "error constructing client: failed to determine endpoints\n"));

        assertThatThrownBy(() -> talos.version(node))
                .isInstanceOf(dev.kaltstart.cluster.Cluster.UnusableCredentials.class)
                .hasMessageContaining("clusterconfig/talosconfig");
    }

    @Test
    void doesNotGuessWhatItCannotRead() {
        cluster.talos(WK_1, STATUS, TalosOutput.ok(""), TalosOutput.ok("{\"spec\": {\"stage\": "));

        assertThat(talos.stage(node).message()).isEqualTo("answers, but not with a machine status");
        assertThat(talos.stage(node).given()).isFalse();
    }

    @Test
    void readsObjectsThatFollowOneAnother() {
        cluster.talos(WK_1, "get disks -o json --insecure", TalosOutput.disks("A", "B"));

        assertThat(talos.diskSerialsInsecure(node).value()).contains(List.of("A", "B"));
    }
}
