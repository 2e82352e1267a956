package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.OTHER_UUID;
import static dev.kaltstart.talos.TalosFixture.about;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResolveMachineTest {

    private final KnownMachines machines = TalosFixture.machines();
    private final ResolveMachine task = new ResolveMachine(machines);

    @Test
    void takesTheUuidOfAnotherMachine() {
        Turn.complete(task, decided().withRaw("replacementUuid", " " + OTHER_UUID.toUpperCase(Locale.ROOT)));

        assertThat(machines.wanted(FakeRun.RECOVERY, new NodeName("wk-1"))).hasToString("Optional[" + OTHER_UUID + "]");
    }

    @Test
    void refusesATextThatIsNoUuid() {
        assertThatThrownBy(() -> Turn.complete(task, decided().withRaw("replacementUuid", "the new one")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("get systeminformation");
    }

    @Test
    void doesNotOfferToSkip() {
        assertThatThrownBy(() -> Turn.complete(task, decided().withRaw("machineDecision", "skip")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("retry, abort");
    }

    private static FakeRun decided() {
        return about(FakeCluster.homelab(), "wk-1")
                .withRaw("machineDecision", "retry")
                .withRaw("machineReason", "looked at it");
    }
}
