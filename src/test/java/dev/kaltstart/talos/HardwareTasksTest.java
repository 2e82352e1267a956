package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.OTHER_UUID;
import static dev.kaltstart.talos.TalosFixture.UUID;
import static dev.kaltstart.talos.TalosFixture.about;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardwareTasksTest {

    private final KnownMachines machines = TalosFixture.machines();
    private final FakeRun run = about(FakeCluster.homelab(), "wk-1");

    @Test
    void flashingIsToldToTheLastCommand() {
        var brief = Turn.brief(new FlashNode(machines), run);

        assertThat(brief.commands())
                .anyMatch(line -> line.startsWith("curl -fLO https://factory.talos.dev/image/"))
                .contains("sha256sum metal-amd64.raw.xz")
                .anyMatch(line -> line.startsWith("xz -dc metal-amd64.raw.xz | sudo dd of=/dev/sdX"))
                .anyMatch(line -> line.contains("https://pxe.factory.talos.dev/pxe/613e15")
                        && line.endsWith("/v1.13.6/metal-amd64"))
                .contains("talosctl -n 10.20.0.21 get disks --insecure");
        assertThat(brief.expect()).contains("10.20.0.21", "bc:24:11:00:00:0b", "S4EVNX0R000011");
        assertThat(brief.check()).contains(UUID);
    }

    /** The address of an image comes from a repository, and people paste the commands into a shell. */
    @Test
    void whatIsPastedIntoAShellIsQuoted() {
        var wk1 = FakeCluster.homelab().inventory().nodes().stream()
                .filter(node -> node.name().value().equals("wk-1"))
                .findFirst()
                .orElseThrow();
        var evil = new Node(
                wk1.name(),
                wk1.role(),
                wk1.addresses(),
                wk1.mac(),
                wk1.disk(),
                wk1.diskSerial(),
                "x\ntouch /tmp/pasted",
                "https://x$(touch /tmp/pasted).example/image/a/b/metal';id'.raw.xz",
                wk1.machineConfig(),
                wk1.source());

        assertThat(FlashCommands.of(run, evil))
                .contains(
                        "curl -fLO 'https://x$(touch /tmp/pasted).example/image/a/b/metal'\\'';id'\\''.raw.xz'",
                        "sha256sum 'metal'\\'';id'\\''.raw.xz'");
        assertThat(new HumanTask.Brief("why", List.of("# a\ntouch /tmp/pasted", "b\u2028c\rd"), "", "").commands())
                .containsExactly("# a touch /tmp/pasted", "b c d");
    }

    @Test
    void flashingIsDoneWhenThereIsEvidence() {
        FakeRun answered = answers(Map.of("flashed", true, "hardwareReplaced", false, "flashEvidence", "dashboard"));

        Turn.complete(new FlashNode(machines), answered);

        assertThat(machines.wanted(answered.recovery(), new NodeName("wk-1"))).hasToString("Optional[" + UUID + "]");
    }

    @Test
    void flashingIsNotDoneUntilItIsTicked() {
        refuses(
                new FlashNode(machines),
                Map.of("flashed", false, "hardwareReplaced", false, "flashEvidence", "x"),
                "tick");
        refuses(new FlashNode(machines), Map.of("flashEvidence", "x"), "tick");
        refuses(new FlashNode(machines), Map.of("flashed", "yes"), "wrong type");
    }

    @Test
    void flashingNeedsEvidence() {
        refuses(
                new FlashNode(machines),
                Map.of("flashed", true, "hardwareReplaced", false, "flashEvidence", " "),
                "what you see");
        refuses(
                new FlashNode(machines),
                Map.of("flashed", true, "flashEvidence", "x"),
                "whether hardware was replaced");
    }

    @Test
    void anotherMachineIsToldByItsUuid() {
        FakeRun answered = answers(
                Map.of("flashed", true, "hardwareReplaced", true, "flashEvidence", "x", "newMachineUuid", OTHER_UUID));

        Turn.complete(new FlashNode(machines), answered);

        assertThat(machines.wanted(answered.recovery(), new NodeName("wk-1")))
                .hasToString("Optional[" + OTHER_UUID + "]");
    }

    @Test
    void anotherMachineNeedsAUuidWhenNoneIsKnown() {
        FakeRun unknown = about(FakeCluster.homelab(), "wk-1")
                .withRaw("flashed", true)
                .withRaw("hardwareReplaced", true)
                .withRaw("flashEvidence", "x");

        assertThatThrownBy(() -> Turn.complete(new FlashNode(KnownMachines.none()), unknown))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("UUID of the new machine");
    }

    @Test
    void anotherAddressIsOneAndNotThatOfAnotherNode() {
        var answers = Map.<String, Object>of("flashed", true, "hardwareReplaced", false, "flashEvidence", "x");

        refuses(new FlashNode(machines), with(answers, "10.20.0"), "is not an IP address");
        refuses(new FlashNode(machines), with(answers, "nas.home.arpa"), "is not an IP address");
        refuses(new FlashNode(machines), with(answers, "::ffff:10.20.0.12"), "is the address of cp-2");
        Turn.complete(new FlashNode(machines), answers(with(answers, "198.51.100.77")));
        Turn.complete(new FlashNode(machines), answers(with(answers, " [fd00:30::77] ")));
        Turn.complete(new FlashNode(machines), answers(with(answers, "")));
    }

    private static Map<String, Object> with(Map<String, Object> answers, String address) {
        var all = new HashMap<>(answers);
        all.put("maintenanceAddress", address);
        return all;
    }

    @Test
    void anotherDiskIsNotedOnlyAsReplaced() {
        var answers = Map.<String, Object>of(
                "flashed", true, "hardwareReplaced", false, "flashEvidence", "x", "diskSerialSeen", "OTHER");

        refuses(new FlashNode(machines), answers, "OTHER is not S4EVNX0R000011");
        Turn.complete(new FlashNode(machines), answers(answers).withRaw("hardwareReplaced", true));
    }

    @Test
    void powerIsOffWhenSomebodyHasSeenIt() {
        assertThat(Turn.brief(new ConfirmPowerOff(), run).commands()).contains("ping -c 3 10.20.0.21");
        Turn.complete(new ConfirmPowerOff(), answers(Map.of("poweredOff", true, "powerEvidence", "plug pulled")));
        refuses(new ConfirmPowerOff(), Map.of("poweredOff", false, "powerEvidence", "x"), "abort the recovery");
        refuses(new ConfirmPowerOff(), Map.of("poweredOff", true), "how you know");
    }

    @Test
    void handingOverSavesEveryEtcdFirst() {
        var brief = Turn.brief(
                new HandOver(), about(FakeCluster.homelab(), "cp-1").with(NodeFacts.QUORUM_WORDS, "1 of 3 answer"));

        assertThat(brief.why()).startsWith("1 of 3 answer");
        assertThat(brief.commands())
                .contains("talosctl -n 10.20.0.12 -e 10.20.0.12 etcd snapshot etcd-cp-2.db")
                .anyMatch(line -> line.contains("10.20.0.13 cp /var/lib/etcd/member/snap/db"));
        Turn.complete(new HandOver(), answers(Map.of("handedOver", true, "handOverNotes", "on the NAS")));
        refuses(new HandOver(), Map.of("handedOver", true, "handOverNotes", ""), "the saved data");
        refuses(new HandOver(), Map.of("handOverNotes", "x"), "tick");
    }

    private static void refuses(HumanTask task, Map<String, Object> answers, String message) {
        assertThatThrownBy(() -> Turn.complete(task, answers(answers)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(message);
    }

    private static FakeRun answers(Map<String, Object> answers) {
        FakeRun run = about(FakeCluster.homelab(), "wk-1");
        answers.forEach(run::withRaw);
        return run;
    }
}
