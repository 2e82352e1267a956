package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.kaltstart.approval.GivenApprovals;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.PhaseHistory;
import dev.kaltstart.engine.PhaseHistory.Phase;
import dev.kaltstart.engine.PhaseHistory.Progress;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** The scenario from its start to its end, unattended, against the twin. */
@DirtiesContext
@Execution(ExecutionMode.CONCURRENT)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:node-failure;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class NodeFailureTest {

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    CommandLog commands;

    @Autowired
    GivenApprovals approved;

    @Autowired
    PhaseHistory phases;

    @Autowired
    Clusters clusters;

    @Autowired
    Rehearsals rehearsals;

    private Rehearsing rehearsing;
    private String id = "";
    private String uidBefore = "";

    @BeforeEach
    void prepare() {
        rehearsing = new Rehearsing("node-failure", recoveries, tasks, commands);
    }

    @AfterEach
    void close() {
        rehearsals.close(id);
    }

    @DynamicPropertySource
    static void twoClusters(DynamicPropertyRegistry properties) throws IOException {
        Path config = home.resolve("kaltstart.yaml");
        Files.writeString(config, """
                kaltstart:
                  clusters:
                    homelab:
                      twin: true
                      repository: { checkout: %s }
                      critical: [office, media]
                    single:
                      twin: true
                      repository: { checkout: %s }
                    names:
                      twin: true
                      repository: { checkout: %s }
                    ceph:
                      twin: true
                      repository: { checkout: %s }
                """.formatted(
                        Path.of("src/main/resources/sample/homelab").toAbsolutePath(),
                        Path.of("src/test/resources/repositories/single").toAbsolutePath(),
                        otherNames(home.resolve("names")).toAbsolutePath(),
                        ceph(home.resolve("ceph")).toAbsolutePath()));
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", config::toString);
    }

    /** Host names with capitals and a domain, and addresses of IP version 6; all but wk-1 are control planes. */
    private static Path otherNames(Path repository) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("src/test/resources/repositories/single"), repository);
        Path talconfig = repository.resolve("talos/talconfig.yaml");
        Files.writeString(
                talconfig,
                Files.readString(talconfig)
                        .replaceAll("hostname: \"cp-(\\d)\"", "hostname: \"CP-$1.home.arpa\"")
                        .replaceAll("(?s)(\"wk-[23]\".*?controlPlane: )false", "$1true")
                        .replaceAll("hostname: \"wk-(\\d)\"", "hostname: \"WK-$1.home.arpa\"")
                        .replaceAll("https://10\\.30\\.0\\.(\\d+):", "https://[fd00:30::$1]:")
                        .replaceAll("10\\.30\\.0\\.(\\d+)/24", "fd00:30::$1/64")
                        .replaceAll("10\\.30\\.0\\.(\\d+)", "fd00:30::$1"));
        return repository;
    }

    /** Stores in Rook-Ceph, which the twin does not play. */
    private static Path ceph(Path repository) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("src/test/resources/repositories/single"), repository);
        Path before = repository.resolve("kubernetes/apps/longhorn-system/longhorn");
        Path after = repository.resolve("kubernetes/apps/rook-ceph/rook-ceph-cluster");
        FileSystemUtils.copyRecursively(before, after);
        FileSystemUtils.deleteRecursively(before.getParent());
        for (String file : List.of("ks.yaml", "app/helmrelease.yaml")) {
            Files.writeString(
                    after.resolve(file),
                    Files.readString(after.resolve(file))
                            .replace("longhorn-system", "rook-ceph")
                            .replace("longhorn", "rook-ceph-cluster"));
        }
        Path claim = repository.resolve("kubernetes/apps/office/paperless/app/pvc.yaml");
        Files.writeString(claim, Files.readString(claim).replace("longhorn", "ceph-block"));
        Path application = repository.resolve("kubernetes/apps/office/paperless/ks.yaml");
        Files.writeString(
                application,
                Files.readString(application)
                        .replace("longhorn-system", "rook-ceph")
                        .replace("longhorn", "rook-ceph-cluster"));
        return repository;
    }

    @Test
    void asksAboutStorageThatItCannotJudgeAndDoesNotCallItVerified() throws IOException {
        Recovery recovery = rehearse("ceph", "wk-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).steps("checkReplicas"))
                .anySatisfy(step -> assertThat(step.message()).contains("Kaltstart cannot judge Rook-Ceph"));
        assertThat(told(recovery).answered()).contains("decideReplica");
        for (String step : List.of("awaitStorage", "rebuildReplicas", "verifyStorage")) {
            assertThat(told(recovery).steps(step)).anySatisfy(done -> {
                assertThat(done.message()).startsWith("not verified: Rook-Ceph");
                assertThat(done.notVerified()).isTrue();
            });
        }
        assertThat(rehearsals.limits(recovery.id()))
                .anySatisfy(limit -> assertThat(limit).contains("not played", "Rook-Ceph"));
        RehearsalWorld.awaitRelease(home.resolve("home"), id);
        assertThat(Files.readString(home.resolve("home/reports/" + id + "/report.md")))
                .contains(
                        "- Storage: not verified: Rook-Ceph",
                        "| done, not verified |",
                        "- [ ] look at the storage by hand, not verified: Rook-Ceph");
    }

    @Test
    void asksAboutStorageThatItCannotJudgeAndStopsWhenAPersonSaysNo() {
        Recovery recovery = rehearse(
                "ceph",
                "wk-2",
                List.of(),
                Map.of("decideReplica", Map.of("dataLossAccepted", false, "replicaReason", "ask Ceph first")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertNothingDestroyed(recovery);
    }

    @Test
    void replacesAControlPlaneWhoseNameHasCapitalsAndADomainAndWhoseAddressIsOfVersion6() {
        Recovery recovery = rehearse("names", "WK-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recovery.subject()).isEqualTo("wk-2");
        assertThat(told(recovery).done()).contains("removeMember", "awaitMember");
        assertThat(rehearsing.lines(recovery))
                .anyMatch(line -> line.contains("apply-config") && line.contains("fd00:30::22"));
        Node node = RehearsalWorld.of(clusters, rehearsals, "names", id).node("wk-2");
        assertInService(node);
        assertThat(node.getStatus().getAddresses())
                .anySatisfy(address -> assertThat(address.getAddress()).isEqualTo("fd00:30::22"));
    }

    @Test
    void wipesAndReplacesANodeThatStillAnswersUnderItsFullName() {
        Recovery recovery = rehearse("names", "wk-3.home.arpa", List.of("kubelet-dead"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done()).contains("resetNode", "applyConfig", "awaitMember");
        assertThat(rehearsing.lines(recovery))
                .anyMatch(line -> line.contains("reset --graceful=true") && line.contains("fd00:30::23"));
    }

    @Test
    void replacesADeadWorker() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recovery.rto()).isPositive();
        assertThat(told(recovery).done())
                .contains("drainNode", "evacuateVolumes", "deleteNode", "applyConfig", "awaitJoin", "uncordonNode")
                .doesNotContain("resetNode", "removeMember", "awaitMember");
        assertThat(told(recovery).answered()).contains("confirmPowerOff", "approve_action", "flashNode");
        assertThat(rehearsing.lines(recovery))
                .anyMatch(line -> line.contains("apply-config") && line.contains("10.20.0.22"));
        assertThat(phases.of(recovery.id()))
                .extracting(Phase::name)
                .containsExactly("Diagnose", "Evacuate", "Remove", "Provision", "Return to service", "Verify", "Close");
        assertThat(phases.of(recovery.id()))
                .allSatisfy(phase -> assertThat(phase.progress()).isEqualTo(Progress.DONE));
        assertReplaced("wk-2");
    }

    @Test
    void changesNothingWhenTheWorkerIsOnlySlow() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-slow"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done())
                .contains("watchNode", "verifyNodes")
                .doesNotContain("cordonNode", "deleteNode");
        assertThat(told(recovery).answered()).isEmpty();
        assertNothingDestroyed(recovery);
        assertInService(world().node("wk-2"));
        assertThat(progress(recovery))
                .containsExactly(
                        entry("diagnose", Progress.DONE),
                        entry("evacuate", Progress.SKIPPED),
                        entry("remove", Progress.SKIPPED),
                        entry("provisionNode", Progress.SKIPPED),
                        entry("returnToService", Progress.SKIPPED),
                        entry("verifyRecovery", Progress.DONE),
                        entry("closeRecovery", Progress.DONE));
    }

    @Test
    void replacesOneOfThreeControlPlanes() {
        Recovery recovery = rehearse("homelab", "cp-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done()).contains("removeMember", "deleteNode", "awaitMember");
        assertThat(rehearsing.lines(recovery)).anyMatch(line -> line.contains("etcd remove-member"));
        assertReplaced("cp-2");
    }

    @Test
    void removesAMemberThatNeverStartedTogetherWithTheDeadOne() {
        Recovery recovery = rehearse("homelab", "cp-2", List.of("node-dead", "etcd-leftover"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(approved.of(recovery.id()))
                .filteredOn(approval -> approval.step().equals("removeMember"))
                .singleElement()
                .satisfies(approval -> assertThat(approval.preview().lines())
                        .filteredOn(line -> line.contains("etcd remove-member"))
                        .as("what the preview shows is what happens")
                        .hasSize(2)
                        .containsExactlyElementsOf(rehearsing
                                .lines(recovery)
                                .filter(line -> line.contains("etcd remove-member"))
                                .map(line -> "$ " + line)
                                .toList()));
        assertReplaced("cp-2");
    }

    @Test
    void refusesAMemberAtAnotherAddressAlreadyInThePlan() {
        Recovery recovery = rehearse(
                "homelab",
                "cp-2",
                List.of("node-dead", "etcd-moved"),
                Map.of("resolve_previewAction", Map.of("decision", "abort", "resolveReason", "ask who moved it")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(told(recovery).answered()).contains("resolve_previewAction").doesNotContain("approve_action");
        assertThat(told(recovery).steps("previewAction"))
                .anySatisfy(step -> assertThat(step.message())
                        .contains(
                                "it would refuse to act", "198.51.100.13", "10.20.0.12", "remove it by hand: talosctl")
                        .contains("etcd remove-member "));
        assertNothingDestroyed(recovery);
    }

    @Test
    void handsOverAndDestroysNothingWhenTheOnlyControlPlaneIsDead() {
        Recovery recovery = rehearse("single", "cp-1", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(told(recovery).answered()).contains("handOver");
        assertThat(told(recovery).done()).doesNotContain("cordonNode");
        assertNothingDestroyed(recovery);
    }

    @Test
    void asksWhenABudgetBlocksTheDrainAndGoesOnWhenItIsFreed() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "drain-blocked-once"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("resolve_drainNode");
        assertThat(told(recovery).steps("drainNode")).anySatisfy(step -> {
            assertThat(step.state()).isEqualTo("failed");
            assertThat(step.message()).containsIgnoringCase("PodDisruptionBudget");
        });
        assertReplaced("wk-2");
    }

    @Test
    void forcesABlockedDrainOnlyAfterItsPlanIsApproved() {
        Recovery recovery = rehearse(
                "homelab",
                "wk-2",
                List.of("node-dead", "drain-blocked"),
                Map.of(
                        "resolve_drainNode",
                        Map.of("decision", "forceDrain", "resolveReason", "the app is down anyway")));

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done()).contains("forceDrain", "evacuateVolumes", "deleteNode");
        assertThat(approved.of(recovery.id()))
                .filteredOn(approval -> approval.step().equals("forceDrain"))
                .singleElement()
                .satisfies(approval -> {
                    assertThat(approval.preview())
                            .contains("$ kubectl delete pod -n ", "- broken for ", "PodDisruptionBudget");
                    assertThat(approval.takenAt()).isNotNull();
                });
        assertReplaced("wk-2");
    }

    @Test
    void deletesNoPodWhenTheForcedDrainIsRefused() {
        Recovery recovery = rehearse(
                "homelab",
                "wk-2",
                List.of("node-dead", "drain-blocked"),
                Map.of(
                        "resolve_drainNode",
                        Map.of("decision", "forceDrain", "resolveReason", "the app is down anyway"),
                        "approve",
                        Map.of("approved", false, "approvalReason", "the app is still needed")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(told(recovery).steps("forceDrain")).isEmpty();
        assertThat(guardedPods("wk-2"))
                .as("the pods that the budget guards, as the twin has them")
                .isNotEmpty()
                .allSatisfy(pod ->
                        assertThat(pod.getMetadata().getDeletionTimestamp()).isNull());
        assertNothingDestroyed(recovery);
    }

    @Test
    void endsWithoutDestroyingWhenTheBlockedDrainIsGivenUp() {
        Recovery recovery = rehearse(
                "homelab",
                "wk-2",
                List.of("node-dead", "drain-blocked"),
                Map.of("resolve_drainNode", Map.of("decision", "abort", "resolveReason", "not today")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertNothingDestroyed(recovery);
        assertThat(progress(recovery))
                .containsEntry("diagnose", Progress.DONE)
                .containsEntry("evacuate", Progress.STOPPED)
                .containsEntry("remove", Progress.TO_COME);
    }

    @Test
    void stopsAndAsksWhenTheLastReplicaIsOnTheNode() {
        Recovery recovery = rehearse(
                "homelab",
                "wk-2",
                List.of("node-dead", "last-replica"),
                Map.of(
                        "decideReplica",
                        Map.of("dataLossAccepted", false, "replicaReason", "the disk is to be saved first")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(told(recovery).answered()).contains("decideReplica");
        assertThat(told(recovery).done()).doesNotContain("cordonNode");
        assertNothingDestroyed(recovery);
    }

    @Test
    void goesOnWithoutTheVolumesThatAPersonGaveUp() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "last-replica"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("decideReplica");
        assertThat(told(recovery).steps("verifyStorage"))
                .anySatisfy(step -> assertThat(step.message()).contains("given up"));
        assertReplaced("wk-2");
    }

    /** What stores on the node is scaled down, so Longhorn says nothing of the replicas that go with it. */
    @Test
    void namesTheDetachedVolumesThatHaveLostAReplica() throws IOException {
        id = rehearsing.start("homelab", "wk-3", List.of(), Map.of());
        uidBefore = world().uid("wk-3");
        scaleDown("office", "paperless", "paperless-db");
        scaleDown("media", "mediabox", "mediabox-db");
        Recovery recovery = rehearsing.toItsEnd(id);
        RehearsalWorld.awaitRelease(home.resolve("home"), id);

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        for (String step : List.of("rebuildReplicas", "verifyStorage")) {
            assertThat(told(recovery).steps(step))
                    .anySatisfy(done -> assertThat(done.message())
                            .contains(
                                    "4 detached volumes have too few replicas",
                                    "2 of 3 replicas",
                                    "offlineRebuilding"));
        }
        assertThat(Files.readString(home.resolve("home/reports/" + id + "/report.md")))
                .contains("- [ ] attach the detached volumes, so that their replicas are rebuilt: ");
    }

    private void scaleDown(String namespace, String... names) {
        var apps = world().kubernetes().apps();
        for (String name : names) {
            var deployment = apps.deployments().inNamespace(namespace).withName(name);
            if (deployment.get() != null) {
                deployment.scale(0);
            } else {
                apps.statefulSets().inNamespace(namespace).withName(name).scale(0);
            }
        }
    }

    @Test
    void handsOverWhenTheOtherControlPlanesHaveNoQuorum() {
        Recovery recovery = rehearse("homelab", "cp-2", List.of("etcd-quorum-lost"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(told(recovery).answered()).contains("handOver");
        assertNothingDestroyed(recovery);
    }

    @Test
    void recoversThroughAnApiThatFlaps() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "api-flapping"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertReplaced("wk-2");
    }

    @Test
    void destroysNothingWhenTheApprovalIsRefused() {
        Recovery recovery = rehearse(
                "homelab",
                "wk-2",
                List.of(),
                Map.of("approve", Map.of("approved", false, "approvalReason", "the disk may still be saved")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertNothingDestroyed(recovery);
    }

    @Test
    void believesTheWorldWhenAResetHangsAfterItsSuccess() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("kubelet-dead", "reset-hangs"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).done()).contains("resetNode");
        assertThat(told(recovery).answered()).doesNotContain("confirmPowerOff", "flashNode");
        assertThat(rehearsing.lines(recovery).filter(line -> line.contains(" reset ")))
                .hasSize(1);
        assertReplaced("wk-2");
    }

    @Test
    void theApproverSeesThatTalosIsOnAnotherDisk() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("kubelet-dead", "other-disk"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(approved.of(recovery.id()))
                .filteredOn(approval -> approval.step().equals("resetNode"))
                .singleElement()
                .satisfies(approval -> assertThat(approval.preview())
                        .contains("Talos is installed on /dev/sdz", "wipe disk sdz --insecure"));
    }

    @Test
    void configuresAMachineThatWaitsAtAnotherAddress() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "other-address"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("resolve_awaitMaintenance");
        assertThat(told(recovery).answered()).filteredOn("flashNode"::equals).hasSize(2);
        assertThat(rehearsing.lines(recovery).filter(line -> line.contains("apply-config")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("-n 198.51.100.77 -e 198.51.100.77"));
        assertReplaced("wk-2");
    }

    @Test
    void refusesAMachineThatIsNotTheOneThatWasMeantBeforeAnyCommand() {
        Recovery recovery = rehearse(
                "homelab",
                "wk-2",
                List.of("node-dead", "other-machine"),
                Map.of("resolve_identifyMachine", Map.of("decision", "abort", "resolveReason", "that is the NAS")));

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(told(recovery).steps("identifyMachine"))
                .anySatisfy(step -> assertThat(step.message()).contains("UUID"));
        assertThat(rehearsing.lines(recovery)).noneMatch(line -> line.contains("apply-config"));
    }

    @Test
    void takesAnotherMachineWhenAPersonGivesItsUuid() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "other-machine"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(told(recovery).answered()).contains("resolve_identifyMachine");
        assertThat(told(recovery).answered()).filteredOn("flashNode"::equals).hasSize(2);
        assertReplaced("wk-2");
    }

    private Map<String, Progress> progress(Recovery recovery) {
        var progress = new LinkedHashMap<String, Progress>();
        phases.of(recovery.id()).forEach(phase -> progress.put(phase.id(), phase.progress()));
        return progress;
    }

    /** Of the world and not of the record, which knows only what Kaltstart wrote down. */
    private List<Pod> guardedPods(String node) {
        var world = world().kubernetes();
        return world.policy().v1().podDisruptionBudget().inAnyNamespace().list().getItems().stream()
                .flatMap(budget -> world
                        .pods()
                        .inNamespace(budget.getMetadata().getNamespace())
                        .withLabels(budget.getSpec().getSelector().getMatchLabels())
                        .list()
                        .getItems()
                        .stream())
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .toList();
    }

    private RehearsalWorld world() {
        return RehearsalWorld.of(clusters, rehearsals, "homelab", id);
    }

    /** Another machine under the old name, that takes work again. */
    private void assertReplaced(String name) {
        Node node = world().node(name);
        assertThat(node.getMetadata().getUid()).isNotEqualTo(uidBefore);
        assertInService(node);
    }

    private static void assertInService(Node node) {
        assertThat(Readiness.isNodeReady(node)).isTrue();
        assertThat(node.getSpec().getUnschedulable()).isNotEqualTo(true);
    }

    private Recovery rehearse(
            String cluster, String node, List<String> faults, Map<String, Map<String, Object>> answers) {
        id = rehearsing.start(cluster, node, faults, answers);
        boolean readable = cluster.equals("homelab") && !faults.contains("etcd-quorum-lost");
        uidBefore = readable ? world().uid(node) : "";
        Recovery recovery = rehearsing.toItsEnd(id);
        RehearsalWorld.awaitRelease(home.resolve("home"), id);
        return recovery;
    }

    private Told told(Recovery recovery) {
        return new Told(recoveries, recovery.id());
    }

    private void assertNothingDestroyed(Recovery recovery) {
        assertThat(told(recovery).done()).doesNotContain("resetNode", "removeMember", "deleteNode", "applyConfig");
        assertThat(rehearsing.lines(recovery))
                .noneMatch(line -> line.matches(".*\\b(reset|remove-member|apply-config|bootstrap)\\b.*"));
        if (!uidBefore.isEmpty()) {
            assertThat(world().uid(String.valueOf(recovery.subject()))).isEqualTo(uidBefore);
        }
    }
}
