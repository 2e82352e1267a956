package dev.kaltstart.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.RecoveryFacts;
import org.junit.jupiter.api.Test;

class DecideReplicaTest {

    private final DecideReplica task = new DecideReplica();
    private final FakeRun run = FakeRun.on(FakeCluster.homelab())
            .with(RecoveryFacts.NODE, new NodeName("wk-1"))
            .with(StorageFacts.LAST_REPLICA_VOLUMES, "office/paperless-data (pvc-1)");

    @Test
    void namesTheVolumesAndTheNode() {
        assertThat(Turn.brief(task, run).why()).contains("wk-1", "office/paperless-data");
    }

    @Test
    void acceptsAYesAndANo() {
        run.withRaw("replicaReason", "backup of last night");

        assertThatCode(() -> Turn.complete(task, run.withRaw("dataLossAccepted", true)))
                .doesNotThrowAnyException();
        assertThatCode(() -> Turn.complete(task, run.withRaw("dataLossAccepted", false)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesNoDecisionAndNoReason() {
        assertThatThrownBy(() -> Turn.complete(task, run.withRaw("replicaReason", "x")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Turn.complete(
                        task, run.withRaw("dataLossAccepted", true).withRaw("replicaReason", " ")))
                .isInstanceOf(Refused.class);
    }
}
