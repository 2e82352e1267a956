package dev.kaltstart.talos.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A drill that builds a cluster from nothing never touches one that runs. */
class CheckSeparationTest {

    private static final String STATUS = "get machinestatus -o json";

    private final List<Clusters.Protected> known = new ArrayList<>();
    private final FakeCluster cluster = FakeCluster.homelab();
    private final CheckSeparation step = new CheckSeparation(new Known(known));

    @Test
    void refusesAClusterThatSharesAnAddressOrAName() {
        known.add(of("production", FakeCluster.homelab().inventory()));

        assertThatThrownBy(() -> Turn.check(step, drill()))
                .isInstanceOf(Failure.Fatal.class)
                .hasMessageContaining("production has the same cluster name")
                .hasMessageContaining("cp-1 has an address of production");
    }

    @Test
    void refusesAClusterOfWhichOneMachineAnswers() {
        cluster.talos("10.20.0.11", STATUS, Result.exited(0, """
                {"metadata": {"type": "MachineStatuses.runtime.talos.dev", "id": "machine"},
                 "node": "10.20.0.11", "spec": {"stage": "running"}}
                """, ""));

        assertThatThrownBy(() -> Turn.check(step, drill()))
                .isInstanceOf(Failure.Fatal.class)
                .hasMessageContaining("a cold start would destroy it");
    }

    @Test
    void aRehearsalIsApartAndSaysWhatADrillWouldBeRefusedFor() {
        known.add(of("production", FakeCluster.homelab().inventory()));

        assertThat(Turn.check(step, FakeRun.on(cluster).in(Mode.REHEARSAL)))
                .isInstanceOf(Check.Met.class)
                .extracting(Check::message)
                .asString()
                .contains("a real drill would be refused");
    }

    static Clusters knowing(List<Clusters.Protected> known) {
        return new Known(known);
    }

    private FakeRun drill() {
        return FakeRun.on(cluster).in(Mode.DRILL);
    }

    private static Clusters.Protected of(String name, Inventory inventory) {
        return new Clusters.Protected(name, false, List.of(), inventory);
    }

    private record Known(List<Clusters.Protected> all) implements Clusters {
        @Override
        public Optional<Protected> find(String name) {
            return all.stream().filter(one -> one.name().equals(name)).findFirst();
        }

        @Override
        public Cluster open(String name, Mode mode, String recovery, String step) {
            throw new UnsupportedOperationException();
        }
    }
}
