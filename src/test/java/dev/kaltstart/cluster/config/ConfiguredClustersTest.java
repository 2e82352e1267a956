package dev.kaltstart.cluster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.IdleShells;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.cluster.RecordedModes;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNodes;
import dev.kaltstart.cluster.access.KubeconfigPolicy;
import dev.kaltstart.cluster.access.KubernetesClients;
import dev.kaltstart.cluster.inventory.WatchedCluster;
import dev.kaltstart.cluster.seen.Seen;
import dev.kaltstart.shell.Shells;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ConfiguredClustersTest {

    @TempDir
    private Path directory;

    private RepositoryCopy repository;
    private final IdleShells shells = new IdleShells();
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    @BeforeEach
    void copy() {
        repository = RepositoryCopy.copyOf("single", directory);
    }

    @Test
    void opensTheRealClusterWithAShellOfItsOwnForTheStep() {
        try (var clusters = clusters(false)) {
            var cluster = clusters.open("home", Mode.LIVE, "r1", "drainNode#1");
            assertThat(cluster.name()).isEqualTo("home");
            assertThat(cluster.inventory().name()).isEqualTo("single");
            assertThat(cluster.pace(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
            assertThat(shells.opened).containsExactly("r1/drainNode#1");
        }
    }

    @Test
    void machinesThatCannotBeParsedAreNamedWithFileAndLine() {
        repository.replacing("talos/talconfig.yaml", "hostname: \"wk-2\"", "hostname: \"-wk-2\"");
        try (var clusters = clusters(false)) {
            assertThat(clusters.all()).singleElement().satisfies(cluster -> {
                assertThat(cluster.name()).isEqualTo("home");
                assertThat(cluster.inventory().nodes()).isEmpty();
                assertThat(cluster.machineProblems())
                        .singleElement()
                        .asString()
                        .contains("talos/talconfig.yaml:58", "'-wk-2'");
            });
            assertThat(clusters.unreadable()).isEmpty();
        }
    }

    @Test
    void aBadPushDoesNotTakeTheNodesFromARunningRecovery() {
        try (var clusters = clusters(false)) {
            assertThat(clusters.find("home").orElseThrow().inventory().nodes()).hasSize(4);
            repository.replacing("talos/talconfig.yaml", "hostname: \"wk-2\"", "hostname: \"-wk-2\"");
            assertThat(clusters.find("home").orElseThrow().inventory().nodes()).hasSize(4);
        }
    }

    @Test
    void aClusterThatCanBeParsedIsNotUnreadable() {
        try (var clusters = clusters(false)) {
            assertThat(clusters.unreadable()).isEmpty();
        }
    }

    @Test
    void judgesTheKubeconfigOnlyWhenItIsNeeded() {
        try (var clusters = clusters(false)) {
            var cluster = clusters.open("home", Mode.DRILL, "r1", "s");
            assertThatThrownBy(cluster::kubernetes)
                    .isInstanceOf(UnusableCredentials.class)
                    .hasMessageContaining("there is no such file");
        }
    }

    @Test
    void refusesEverythingButRehearsalsOfATwin() {
        try (var clusters = clusters(true)) {
            for (Mode mode : List.of(Mode.LIVE, Mode.DRILL)) {
                assertThatThrownBy(() -> clusters.open("home", mode, "r1", "s"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("home exists only as a twin: only rehearsals are possible");
            }
        }
        assertThat(shells.opened).isEmpty();
    }

    @Test
    void leavesRehearsalsToTheTwin() {
        beans.addBean("rehearsals", new OneTwin());
        try (var clusters = clusters(true)) {
            assertThat(clusters.open("home", Mode.REHEARSAL, "r1", "s").name()).isEqualTo("twin of home for r1/s");
        }
    }

    @Test
    void namesTheClustersItKnowsWhenAskedForAnother() {
        try (var clusters = clusters(false)) {
            assertThat(clusters.find("away")).isEmpty();
            assertThatThrownBy(() -> clusters.open("away", Mode.LIVE, "r1", "s"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("there is no such cluster: known are home");
            assertThat(clusters.of("home")).isEqualTo(Objectives.DEFAULT);
        }
    }

    @Test
    void leavesOutAClusterWhoseRepositoryWasNeverUnderstood() {
        repository.without("");
        try (var clusters = clusters(false)) {
            assertThat(clusters.all()).isEmpty();
            assertThatThrownBy(() -> clusters.open("home", Mode.LIVE, "r1", "s"))
                    .hasMessage("the repository of home cannot be parsed: run check");
        }
    }

    @Test
    void readsTheInventoryAnewWhenTheMachinesChanged() {
        try (var clusters = clusters(false)) {
            assertThat(clusters.find("home").orElseThrow().inventory().nodes()).hasSize(4);
            repository.replacing("talos/talconfig.yaml", "10.30.0.23", "10.30.0.123");
            assertThat(clusters.find("home").orElseThrow().inventory().find("10.30.0.123"))
                    .isPresent();
        }
    }

    @Test
    void keepsTheLastInventoryThatCouldBeUnderstood() {
        try (var clusters = clusters(false)) {
            assertThat(clusters.all()).hasSize(1);
            repository.with("talos/talconfig.yaml", "<<<<<<< HEAD\n");
            assertThat(clusters.all()).hasSize(1);
            assertThat(clusters.all().get(0).inventory().nodes()).hasSize(4);
        }
    }

    @Test
    void noticesOtherChangesWithinThirtySeconds() {
        var now = new AtomicLong();
        var cluster = new WatchedCluster(settings(false), now::get, List::of);
        assertThat(cluster.current().orElseThrow().inventory().namespaces()).doesNotContain("media");
        repository.with(
                "kubernetes/apps/media/namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: media }\n");
        now.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(cluster.current().orElseThrow().inventory().namespaces()).doesNotContain("media");
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(cluster.current().orElseThrow().inventory().namespaces()).contains("media");
    }

    @Test
    void theRecordOfTheLiveClusterCompletesTheNodesAsSoonAsItChanges() {
        repository.without("talos").with("tofu/talos.tf", "resource \"talos_machine_secrets\" \"this\" {}\n");
        var seen = new ShownNodes();
        beans.addBean("seen", seen);
        try (var clusters = clusters(false)) {
            assertThat(clusters.find("home").orElseThrow().inventory().nodes()).isEmpty();

            seen.nodes = List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", Seen.MONDAY));
            var completed = clusters.find("home").orElseThrow();
            assertThat(completed.inventory().nodes())
                    .singleElement()
                    .satisfies(node -> assertThat(node.address()).isEqualTo("10.0.0.11"));
            assertThat(completed.live().nodes()).isEqualTo(seen.nodes);

            // attack: a control plane that somebody invents takes away nothing that was known
            seen.nodes =
                    List.of(seen.nodes.get(0), Seen.claimed("evil", Role.CONTROL_PLANE, "10.0.0.66", Seen.TUESDAY));
            var attacked = clusters.find("home").orElseThrow();
            assertThat(attacked.inventory().nodes()).hasSize(1);
            assertThat(attacked.live().findings()).anyMatch(line -> line.startsWith("evil: only Kubernetes names"));
            assertThat(attacked.live().toDeclare()).anyMatch(line -> line.startsWith("  evil: "));
        }
    }

    /** Attack: a rehearsal whose variables claim that it is live. */
    @Test
    void aRehearsalGetsNoWayToTheRealCluster() {
        beans.addBean("modes", (RecordedModes) recovery -> Optional.of(Mode.REHEARSAL));
        try (var clusters = clusters(false)) {
            assertThatThrownBy(() -> clusters.open("home", Mode.LIVE, "node-failure-1", "step-0"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was started in the mode rehearsal");
        }
    }

    private ConfiguredClusters clusters(boolean twin) {
        return new ConfiguredClusters(
                List.of(settings(twin)),
                shells,
                beans.getBeanProvider(Rehearsals.class),
                beans.getBeanProvider(RecordedModes.class),
                beans.getBeanProvider(SeenNodes.class),
                Clock.systemUTC());
    }

    private ClusterSettings settings(boolean twin) {
        return new ClusterSettings(
                "home",
                ClusterRepository.at(repository.root()),
                List.of(),
                Map.of(),
                twin,
                Objectives.DEFAULT,
                AlertNaming.USUAL,
                List.of(),
                Map.of(),
                ClusterSettings.Overrides.NONE);
    }

    private static final class ShownNodes implements SeenNodes {

        private List<SeenNode> nodes = List.of();

        @Override
        public List<SeenNode> of(String cluster) {
            return cluster.equals("home") ? nodes : List.of();
        }

        @Override
        public void saw(String cluster, List<SeenNode> shown) {}

        @Override
        public void forgetClaims(String cluster, List<NodeName> claimed) {}

        @Override
        public void refresh() {}
    }

    /** A minimal twin: only its name. */
    private static final class OneTwin implements Rehearsals {

        @Override
        public void prepare(
                String recovery, String fault, Clusters.Protected cluster, String subject, Settings settings) {}

        @Override
        public Cluster open(String recovery, Clusters.Protected cluster, String step, Shells shells) {
            var name = "twin of %s for %s/%s".formatted(cluster.name(), recovery, step);
            return new LiveCluster(
                    new Clusters.Protected(name, true, List.of(), cluster.inventory()),
                    ClusterRepository.at(Path.of("/twin")),
                    shells.unremembered(shells.local()),
                    shells.unremembered(shells.local()),
                    new KubernetesClients(new KubeconfigPolicy(Clock.systemUTC())),
                    Clock.systemUTC());
        }

        @Override
        public Map<String, byte[]> pack(String recovery) {
            return Map.of();
        }

        @Override
        public void unpack(String recovery, Clusters.Protected cluster, Map<String, byte[]> packed) {}

        @Override
        public void discard(String recovery) {}

        @Override
        public void takeUp(String recovery) {}

        @Override
        public void close(String recovery) {}
    }
}
