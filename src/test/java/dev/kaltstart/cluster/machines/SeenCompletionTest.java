package dev.kaltstart.cluster.machines;

import static dev.kaltstart.cluster.seen.Seen.MONDAY;
import static dev.kaltstart.cluster.seen.Seen.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.config.ClusterSettings.DeclaredNode;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import dev.kaltstart.cluster.inventory.Discovery;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.seen.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the record of the live cluster adds to a repository, and what it never changes. */
@SuppressWarnings("NullAway.Init")
class SeenCompletionTest {

    private static final List<SeenNode> THREE = List.of(
            Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY),
            Seen.proven("cp-2", Role.CONTROL_PLANE, "10.0.0.12", MONDAY),
            Seen.proven("cp-3", Role.CONTROL_PLANE, "10.0.0.13", MONDAY));

    @TempDir
    private Path directory;

    private RepositoryCopy repository;

    @BeforeEach
    void terraform() {
        repository = RepositoryCopy.copyOf("single", directory)
                .without("talos")
                .with("tofu/talos.tf", "resource \"talos_machine_secrets\" \"this\" {}\n");
    }

    @Test
    void theNodesOfARepositoryThatDescribesNone() {
        var inventory = inventory(discovered(THREE));

        assertThat(inventory.nodes())
                .extracting(node -> node.name() + " " + node.role() + " " + node.addresses() + " " + node.disk())
                .containsExactlyInAnyOrder(
                        "cp-1 CONTROL_PLANE [10.0.0.11] serial: S4EV-cp-1",
                        "cp-2 CONTROL_PLANE [10.0.0.12] serial: S4EV-cp-2",
                        "cp-3 CONTROL_PLANE [10.0.0.13] serial: S4EV-cp-3");
        assertThat(inventory.nodes())
                .extracting(Node::source)
                .containsOnly("the live cluster, seen live on 2026-11-23");
        assertThat(inventory.talosVersion()).isEqualTo("v1.13.6");
        assertThat(inventory.kubernetesVersion()).isEqualTo("v1.36.2");
    }

    /** Attack: somebody who may create Node objects. */
    @Test
    void aClaimOfKubernetesAloneIsNoNode() {
        var discovered = discovered(plus(THREE, Seen.claimed("wk-9", Role.WORKER, "10.0.0.66", MONDAY)));

        assertThat(inventory(discovered).nodes())
                .extracting(node -> node.name().value())
                .doesNotContain("wk-9");
        assertThat(inventory(discovered).find("10.0.0.66")).isEmpty();
        assertThat(warnings(discovered))
                .anyMatch(line -> line.startsWith("wk-9: only Kubernetes names this node (10.0.0.66, on 2026-11-23"));
        assertThat(discovered.nodes().toDeclare())
                .containsExactly(
                        "nodes:",
                        "  wk-9: { role: worker, address: 10.0.0.66 }  # the address as Kubernetes named it on 2026-11-23 10:00 UTC: compare it with the machine");
    }

    @Test
    void aPossibleControlPlaneThatIsNotProvenKeepsAllOut() {
        var discovered = discovered(plus(THREE, Seen.claimed("cp-4", Role.CONTROL_PLANE, "10.0.0.14", MONDAY)));

        assertThat(inventory(discovered).nodes()).isEmpty();

        var declared = discovered(
                plus(THREE, Seen.claimed("cp-4", Role.CONTROL_PLANE, "10.0.0.14", MONDAY)),
                Map.of(new NodeName("cp-4"), declaration(Role.CONTROL_PLANE, "10.0.0.14")));
        assertThat(inventory(declared).nodes()).hasSize(4);
    }

    @Test
    void nothingButClaimsLeavesTheErrorAndFillsTheBlock() {
        var discovered = discovered(List.of(Seen.claimed("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY)));

        assertThat(inventory(discovered).nodes()).isEmpty();
        assertThat(discovered.problems())
                .anyMatch(problem -> problem.isError() && problem.message().contains("made by Terraform"));
        assertThat(discovered.nodes().toDeclare()).anyMatch(line -> line.contains("address: 10.0.0.11"));
    }

    @Test
    void aDeclarationWins() {
        var discovered = discovered(THREE, Map.of(new NodeName("cp-1"), declaration(null, "10.0.0.99")));

        assertThat(node(discovered, "cp-1").addresses()).containsExactly("10.0.0.99");
        assertThat(node(discovered, "cp-1").disk()).as("filled").isEqualTo("serial: S4EV-cp-1");
        assertThat(node(discovered, "cp-1").source())
                .isEqualTo("kaltstart.yaml:7, completed as seen live on 2026-11-23");
        assertThat(warnings(discovered))
                .contains(
                        "kaltstart.yaml:7: cp-1 has the address 10.0.0.99 here, but 10.0.0.11 when seen live on 2026-11-23 10:00 UTC: correct the one that is wrong");
    }

    /** A stale record, or a node that reports another address: the repository stays what it is. */
    @Test
    void aContradictionNamesBothAndChangesNothing() {
        var copy = RepositoryCopy.copyOf("single", directory.resolve("described"));
        var before = Discovery.discover(copy.root(), Overrides.NONE);
        var name = inventory(before).controlPlanes().get(0).name().value();

        var after = Discovery.discover(
                copy.root(), Overrides.NONE, List.of(Seen.proven(name, Role.WORKER, "10.99.0.1", TUESDAY)));

        assertThat(node(after, name).addresses()).isEqualTo(node(before, name).addresses());
        assertThat(node(after, name).role()).isEqualTo(Role.CONTROL_PLANE);
        assertThat(inventory(after).nodes()).hasSameSizeAs(inventory(before).nodes());
        assertThat(warnings(after))
                .anyMatch(line -> line.startsWith("talos/talconfig.yaml:")
                        && line.contains(node(before, name).address())
                        && line.contains("10.99.0.1 when seen live on 2026-11-24"))
                .anyMatch(line -> line.contains("the role control plane here, but worker when seen live"));
    }

    @Test
    void oneOfSeveralAddressesIsNoContradiction() {
        var declared = Map.of(new NodeName("cp-1"), declaration(Role.CONTROL_PLANE, "10.0.0.11"));
        var machine = Seen.machine("cp-1", Role.CONTROL_PLANE, "fd00:20::11", Seen.UUID, MONDAY);
        var claim = new SeenNode.Claim(MONDAY, Role.CONTROL_PLANE, List.of("fd00:20::11", "10.0.0.11"), null);

        assertThat(warnings(discovered(List.of(new SeenNode(new NodeName("cp-1"), claim, machine, "")), declared)))
                .noneMatch(line -> line.contains("correct the one that is wrong"));
    }

    @Test
    void aKubeletThatNamesAnotherAddressIsReported() {
        var copy = RepositoryCopy.copyOf("single", directory.resolve("described"));
        var name = inventory(Discovery.discover(copy.root(), Overrides.NONE))
                .controlPlanes()
                .get(0)
                .name()
                .value();

        var after = Discovery.discover(
                copy.root(), Overrides.NONE, List.of(Seen.claimed(name, Role.CONTROL_PLANE, "10.99.0.1", TUESDAY)));

        assertThat(warnings(after))
                .anyMatch(line -> line.contains("but 10.99.0.1 when named by Kubernetes on 2026-11-24"));
        assertThat(inventory(after).find("10.99.0.1")).isEmpty();
    }

    /** Attack: a node more in Kubernetes must not put those of the repository out of reach. */
    @Test
    void aNodeThatTheRepositoryDoesNotDescribeIsReportedAndNotAdded() {
        var copy = RepositoryCopy.copyOf("single", directory.resolve("described"));
        var before = inventory(Discovery.discover(copy.root(), Overrides.NONE)).nodes();

        var after = Discovery.discover(
                copy.root(), Overrides.NONE, List.of(Seen.claimed("evil", Role.CONTROL_PLANE, "10.99.0.1", TUESDAY)));

        assertThat(inventory(after).nodes()).isEqualTo(before);
        assertThat(warnings(after)).anyMatch(line -> line.startsWith("evil: the live cluster has this node"));
    }

    /** A dead node's address was given to another one since. */
    @Test
    void anAddressBelongsToTheNodeThatAnsweredLast() {
        var discovered = discovered(List.of(
                Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", TUESDAY),
                Seen.proven("wk-1", Role.WORKER, "10.0.0.21", MONDAY),
                Seen.proven("wk-2", Role.WORKER, "10.0.0.21", TUESDAY)));

        assertThat(inventory(discovered).nodes())
                .extracting(node -> node.name() + " " + node.address())
                .containsExactlyInAnyOrder("cp-1 10.0.0.11", "wk-2 10.0.0.21");
        assertThat(warnings(discovered))
                .contains(
                        "wk-1: it answered at 10.0.0.21 when it was seen live on 2026-11-23 10:00 UTC, and this is the address of wk-2 now: declare its address if it is still a node");
    }

    @Test
    void anAddressOfTheRecordNeverTakesThatOfTheRepository() {
        var discovered = discovered(
                List.of(Seen.unclaimed("cp-2", Role.CONTROL_PLANE, "10.0.0.11", MONDAY)),
                Map.of(new NodeName("cp-1"), declaration(Role.CONTROL_PLANE, "10.0.0.11")));

        assertThat(inventory(discovered).nodes())
                .extracting(node -> node.name() + " " + node.address())
                .containsExactly("cp-1 10.0.0.11");
    }

    @Test
    void aDeadControlPlaneIsStillKnown() {
        var discovered = discovered(List.of(
                Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", TUESDAY),
                Seen.proven("cp-2", Role.CONTROL_PLANE, "10.0.0.12", TUESDAY),
                Seen.unclaimed("cp-3", Role.CONTROL_PLANE, "10.0.0.13", MONDAY)));

        assertThat(node(discovered, "cp-3").address()).isEqualTo("10.0.0.13");
        assertThat(node(discovered, "cp-3").source()).endsWith("seen live on 2026-11-23");
    }

    /** A plan that names a node is compared with one made later, between two looks. */
    @Test
    void aLookInBetweenDoesNotChangeTheNode() {
        var earlier = inventory(discovered(THREE)).nodes();
        var later = THREE.stream()
                .map(node -> Seen.proven(
                        node.name().value(),
                        Role.CONTROL_PLANE,
                        Objects.requireNonNull(node.machine()).address(),
                        MONDAY.plusSeconds(900)))
                .toList();

        assertThat(inventory(discovered(later)).nodes()).isEqualTo(earlier);
    }

    @Test
    void aNodeThatWasRemovedForGoodIsNoNode() {
        var removed = Map.of(
                new NodeName("cp-3"), new DeclaredNode(null, null, null, null, null, null, "kaltstart.yaml:7", true));

        var discovered = discovered(
                plus(THREE.subList(0, 2), Seen.unclaimed("cp-3", Role.CONTROL_PLANE, "10.0.0.13", MONDAY)), removed);
        assertThat(inventory(discovered).nodes())
                .extracting(node -> node.name().value())
                .containsExactly("cp-1", "cp-2");

        assertThat(warnings(discovered(THREE, removed)))
                .contains(
                        "cp-3: it is declared as removed in kaltstart.yaml, but Kubernetes still names it (10.0.0.13, seen live on 2026-11-23 10:00 UTC)");
    }

    @Test
    void theAddressThatOneTemplateDoesNotSay() {
        repository
                .with("talos/machineconfig.yaml.j2", """
                        machine: { install: { image: "ghcr.io/siderolabs/installer:v1.13.6" } }
                        cluster: { clusterName: garage, controlPlane: { endpoint: "https://10.0.0.10:6443" } }
                        """)
                .with(
                        "talos/nodes/cp-1.yaml.j2",
                        "machine: { type: controlplane }\n---\napiVersion: v1alpha1\nkind: HostnameConfig\nhostname: cp-1\n");

        assertThat(inventory(discovered(List.of())).nodes()).isEmpty();
        assertThat(inventory(discovered(THREE.subList(0, 1))).nodes())
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.address()).isEqualTo("10.0.0.11");
                    assertThat(node.source())
                            .startsWith("talos/nodes/cp-1.yaml.j2")
                            .endsWith("seen live on 2026-11-23");
                });
    }

    @Test
    void versionsAreThoseOfTheMachinesThatStillAnswer() {
        var discovered = discovered(List.of(
                Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", TUESDAY),
                new SeenNode(
                        new NodeName("cp-2"),
                        null,
                        new SeenNode.Machine(
                                MONDAY, "cp-2", Role.CONTROL_PLANE, "10.0.0.12", null, null, null, null, "v1.12.0"),
                        "")));

        assertThat(inventory(discovered).talosVersion()).isEqualTo("v1.13.6");
    }

    private Discovered discovered(List<SeenNode> seen) {
        return discovered(seen, Map.of());
    }

    private Discovered discovered(List<SeenNode> seen, Map<NodeName, DeclaredNode> declared) {
        return Discovery.discover(repository.root(), new Overrides(null, null, null, null, null, null, declared), seen);
    }

    private static DeclaredNode declaration(@Nullable Role role, String address) {
        return new DeclaredNode(role, address, null, null, null, null, "kaltstart.yaml:7");
    }

    private static List<SeenNode> plus(List<SeenNode> nodes, SeenNode more) {
        return Stream.concat(nodes.stream(), Stream.of(more)).toList();
    }

    private static Inventory inventory(Discovered discovered) {
        return Objects.requireNonNull(discovered.inventory());
    }

    private static Node node(Discovered discovered, String name) {
        return inventory(discovered).node(new NodeName(name)).orElseThrow();
    }

    private static List<String> warnings(Discovered discovered) {
        return discovered.problems().stream()
                .filter(problem -> !problem.isError())
                .map(FileProblem::line)
                .toList();
    }
}
