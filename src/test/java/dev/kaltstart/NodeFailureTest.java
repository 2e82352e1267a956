package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                    filled:
                      twin: true
                      repository: { checkout: %s }
                    bare:
                      twin: true
                      repository: { checkout: %s }
                    lone:
                      twin: true
                      repository: { checkout: %s }
                    nested:
                      twin: true
                      repository: { checkout: %s }
                    topf:
                      twin: true
                      repository: { checkout: %s }
                    templates:
                      twin: true
                      repository: { checkout: %s }
                    ceph:
                      twin: true
                      repository: { checkout: %s }
                """.formatted(
                        Path.of("src/main/resources/sample/homelab").toAbsolutePath(),
                        Path.of("src/test/resources/repositories/single").toAbsolutePath(),
                        otherNames(home.resolve("names")).toAbsolutePath(),
                        filledByAnotherTool(home.resolve("filled")).toAbsolutePath(),
                        withoutSecrets(home.resolve("bare")).toAbsolutePath(),
                        oneNode(home.resolve("lone")).toAbsolutePath(),
                        Path.of("src/test/resources/repositories/era-a").toAbsolutePath(),
                        Path.of("src/test/resources/repositories/era-d").toAbsolutePath(),
                        templates(home.resolve("templates")).toAbsolutePath(),
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

    /** The secrets are in a password manager, and the file says where. */
    private static Path filledByAnotherTool(Path repository) throws IOException {
        Files.writeString(
                withoutSecrets(repository).resolve("talos/talsecret.yaml"),
                "cluster:\n  id: ref+op://kubernetes/talos/CLUSTER_ID\n");
        return repository;
    }

    private static Path withoutSecrets(Path repository) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("src/test/resources/repositories/single"), repository);
        Files.delete(repository.resolve("talos/talsecret.sops.yaml"));
        return repository;
    }

    /** Machine configurations as templates, which a recipe of the repository renders. */
    private static Path templates(Path repository) throws IOException {
        withoutSecrets(repository);
        FileSystemUtils.deleteRecursively(repository.resolve("talos"));
        Files.createDirectories(repository.resolve("talos/nodes"));
        Files.writeString(repository.resolve("talos/machineconfig.yaml.j2"), """
                machine:
                  ca: { crt: op://single/talos/CRT }
                  install: { image: "factory.talos.dev/metal-installer/%s:v1.13.6" }
                cluster:
                  id: op://single/talos/ID
                  clusterName: templates
                  controlPlane: { endpoint: "https://10.30.0.10:6443" }
                """.formatted("0".repeat(64)));
        for (int node = 1; node <= 3; node++) {
            Files.writeString(repository.resolve("talos/nodes/10.30.0.1" + node + ".yaml.j2"), """
                    machine: { type: controlplane, network: { hostname: t-%d } }
                    """.formatted(node));
        }
        return repository;
    }

    /** A control plane and nothing else. */
    private static Path oneNode(Path repository) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("src/test/resources/repositories/single"), repository);
        Path talconfig = repository.resolve("talos/talconfig.yaml");
        Files.writeString(
                talconfig, Files.readString(talconfig).replaceFirst("(?ms)^  - hostname: \"wk-1\".*?(?=^\\S|\\z)", ""));
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
        assertThat(recorded(recovery).steps("checkReplicas"))
                .anySatisfy(step -> assertThat(step.message()).contains("Kaltstart cannot judge Rook-Ceph"));
        assertThat(recorded(recovery).answered()).contains("decideReplica");
        for (String step : List.of("awaitStorage", "rebuildReplicas", "verifyStorage")) {
            assertThat(recorded(recovery).steps(step)).anySatisfy(done -> {
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
        assertThat(recorded(recovery).done()).contains("removeMember", "awaitMember");
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
        assertThat(recorded(recovery).done()).contains("resetNode", "applyConfig", "awaitMember");
        assertThat(rehearsing.lines(recovery))
                .anyMatch(line -> line.contains("reset --graceful=true") && line.contains("fd00:30::23"));
    }

    @Test
    void replacesADeadWorker() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recovery.rto()).isPositive();
        assertThat(recorded(recovery).done())
                .contains("drainNode", "evacuateVolumes", "deleteNode", "applyConfig", "awaitJoin", "uncordonNode")
                .doesNotContain("resetNode", "removeMember", "awaitMember");
        assertThat(recorded(recovery).answered()).contains("confirmPowerOff", "approve_action", "flashNode");
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
        assertThat(recorded(recovery).done())
                .contains("watchNode", "verifyNodes")
                .doesNotContain("cordonNode", "deleteNode");
        assertThat(recorded(recovery).answered()).isEmpty();
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
        assertThat(recorded(recovery).done()).contains("removeMember", "deleteNode", "awaitMember");
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
        assertThat(recorded(recovery).answered())
                .contains("resolve_previewAction")
                .doesNotContain("approve_action");
        assertThat(recorded(recovery).steps("previewAction"))
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
        assertThat(recorded(recovery).answered()).contains("handOver");
        assertThat(recorded(recovery).done()).doesNotContain("cordonNode");
        assertNothingDestroyed(recovery);
    }

    /** No node is left to answer a probe. */
    @Test
    void handsOverTheOnlyNodeOfACluster() {
        Recovery recovery = rehearse("lone", "cp-1", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(recorded(recovery).answered()).containsExactly("handOver");
        assertThat(recorded(recovery).problems()).doesNotContain("not there after");
        assertNothingDestroyed(recovery);
    }

    /** Its end belongs to other tests. */
    @ParameterizedTest
    @CsvSource({"nested, k8s-3", "topf, d2", "single, wk-1"})
    void passesTheGateInEveryLayoutOfARepository(String cluster, String node) {
        id = rehearsing.start(cluster, node, List.of(), Map.of());
        await("the gate of " + cluster)
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                new Rehearsing.RecordedSteps(recoveries, id).steps("checkPrerequisites"))
                        .singleElement()
                        .satisfies(gate ->
                                assertThat(gate.state()).as(gate.message()).isEqualTo("done")));
        recoveries.abort(id, "the gate is passed", "test");
        rehearsing.toItsEnd(id);
        RehearsalWorld.awaitRelease(home.resolve("home"), id);
    }

    @Test
    void namesWhatIsMissingBeforeAnythingIsTouched() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "wrong-age-key"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(recorded(recovery).answered()).containsOnly("resolve_checkPrerequisites");
        assertThat(recorded(recovery).problems())
                .contains("talos/talsecret.sops.yaml cannot be decrypted here", "does not open it");
        assertThat(recorded(recovery).done()).doesNotContain("cordonNode");
        assertUntouched(world().node("wk-2"));
        assertNothingDestroyed(recovery);
    }

    @Test
    void doesNotBeginWithoutMachineSecrets() {
        Recovery recovery = rehearse("bare", "wk-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(recorded(recovery).answered()).containsOnly("resolve_checkPrerequisites");
        assertThat(recorded(recovery).problems()).contains("the repository has no machine secrets");
        assertUntouched(world("bare").node("wk-2"));
    }

    @Test
    void goesOnWithSecretsThatAnotherToolFillsOnceAPersonHasConfirmedIt() {
        Recovery recovery = rehearse("filled", "wk-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered())
                .startsWith("confirmPrerequisites")
                .contains("confirmPowerOff", "flashNode");
        assertThat(recorded(recovery).message("checkPrerequisites"))
                .contains("talos/talsecret.yaml:2 has placeholders", "(vals)")
                .doesNotContain("sops encrypt");
        assertInService(world("filled").node("wk-2"));
    }

    @Test
    void aPersonRendersWhatNoToolDoes() {
        Recovery recovery = rehearse("templates", "t-2", List.of(), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered())
                .startsWith("confirmPrerequisites")
                .containsSubsequence("flashNode", "resolve_renderConfig");
        assertThat(recorded(recovery).problems())
                .contains("render the machine configuration of t-2", "talos/nodes/10.30.0.12.yaml.j2:1");
        assertInService(world("templates").node("t-2"));
    }

    @Test
    void touchesNothingWhenThePersonCannotFillTheSecrets() {
        Recovery recovery = rehearse(
                "filled", "wk-2", List.of(), Map.of("confirmPrerequisites", Map.of("prerequisitesAtHand", false)));

        assertThat(recovery.state()).isEqualTo(State.FAILED);
        assertThat(recorded(recovery).done()).contains("checkPrerequisites").doesNotContain("cordonNode");
        assertUntouched(world("filled").node("wk-2"));
        assertNothingDestroyed(recovery);
    }

    @Test
    void asksWhenABudgetBlocksTheDrainAndGoesOnWhenItIsFreed() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "drain-blocked-once"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("resolve_drainNode");
        assertThat(recorded(recovery).steps("drainNode")).anySatisfy(step -> {
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
        assertThat(recorded(recovery).done()).contains("forceDrain", "evacuateVolumes", "deleteNode");
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
        assertThat(recorded(recovery).steps("forceDrain")).isEmpty();
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
        assertThat(recorded(recovery).answered()).contains("decideReplica");
        assertThat(recorded(recovery).done()).doesNotContain("cordonNode");
        assertNothingDestroyed(recovery);
    }

    @Test
    void restoresTheVolumeThatAPersonGaveUp() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "last-replica"), Map.of());

        assertThat(recovery.state()).as(recorded(recovery).problems()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("decideReplica", "chooseRestore", "checkData");
        assertThat(recorded(recovery).message("proveData"))
                .as(recorded(recovery).message("listLostData") + "\n"
                        + recorded(recovery).message("findRestorePoints"))
                .contains("media/mediabox-config: 1204 files");
        assertThat(recorded(recovery).message("verifyStorage"))
                .contains("no attached volume is faulted or degraded")
                .doesNotContain("given up");
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
            assertThat(recorded(recovery).steps(step))
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
        assertThat(recorded(recovery).answered()).contains("handOver");
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
        assertThat(recorded(recovery).done()).contains("resetNode");
        assertThat(recorded(recovery).answered()).doesNotContain("confirmPowerOff", "flashNode");
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
        assertThat(recorded(recovery).answered()).contains("resolve_awaitMaintenance");
        assertThat(recorded(recovery).answered())
                .filteredOn("flashNode"::equals)
                .hasSize(2);
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
        assertThat(recorded(recovery).steps("identifyMachine"))
                .anySatisfy(step -> assertThat(step.message()).contains("UUID"));
        assertThat(rehearsing.lines(recovery)).noneMatch(line -> line.contains("apply-config"));
    }

    @Test
    void takesAnotherMachineWhenAPersonGivesItsUuid() {
        Recovery recovery = rehearse("homelab", "wk-2", List.of("node-dead", "other-machine"), Map.of());

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("resolve_identifyMachine");
        assertThat(recorded(recovery).answered())
                .filteredOn("flashNode"::equals)
                .hasSize(2);
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
        return world("homelab");
    }

    private RehearsalWorld world(String cluster) {
        return RehearsalWorld.of(clusters, rehearsals, cluster, id);
    }

    /** Neither cordoned nor tainted by anybody but Kubernetes. */
    private static void assertUntouched(Node node) {
        assertThat(node.getSpec().getUnschedulable()).isNotEqualTo(true);
        assertThat(node.getSpec().getTaints())
                .allSatisfy(taint -> assertThat(taint.getKey()).startsWith("node.kubernetes.io/un"));
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

    private Rehearsing.RecordedSteps recorded(Recovery recovery) {
        return new Rehearsing.RecordedSteps(recoveries, recovery.id());
    }

    private void assertNothingDestroyed(Recovery recovery) {
        assertThat(recorded(recovery).done()).doesNotContain("resetNode", "removeMember", "deleteNode", "applyConfig");
        assertThat(rehearsing.lines(recovery))
                .noneMatch(line -> line.matches(".*\\b(reset|remove-member|apply-config|bootstrap)\\b.*"));
        if (!uidBefore.isEmpty()) {
            assertThat(world().uid(String.valueOf(recovery.subject()))).isEqualTo(uidBefore);
        }
    }
}
