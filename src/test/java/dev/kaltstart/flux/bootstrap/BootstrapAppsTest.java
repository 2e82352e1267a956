package dev.kaltstart.flux.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import dev.kaltstart.cluster.Inventory.TaskRunner;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Result;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class BootstrapAppsTest {

    private static final String RECIPE = "task bootstrap:apps";

    @TempDir
    Path root;

    KubernetesClient client;

    private final BootstrapApps step = new BootstrapApps();
    private SampleFlux flux;

    @BeforeEach
    void begin() {
        flux = new SampleFlux(client);
    }

    @Test
    void runsTheRecipeOfTheRepositoryAndBelievesTheWorld() throws IOException {
        taskfile();
        FakeCluster cluster =
                cluster(TaskRunner.TASK).when(RECIPE, Result.exited(0, "", "")).effect(RECIPE, this::install);
        var run = FakeRun.on(cluster);

        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(step, run);

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(cluster.acts()).containsExactly(RECIPE);
        assertThat(cluster.actCommands().get(0).environment())
                .containsEntry("KUBECONFIG", root.resolve("kubeconfig").toString());
    }

    @Test
    void doesNotBelieveAnExitCodeOfZero() throws IOException {
        taskfile();
        var run = FakeRun.on(cluster(TaskRunner.TASK).when(RECIPE, Result.exited(0, "FATAL", "")));

        Turn.perform(step, run);

        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.check(step, run).message())
                .contains("no network (CNI)", "CoreDNS is not installed", "Flux has no Kustomization yet");
    }

    @Test
    void takesAFailedRecipeForDoneWhenAllIsThere() throws IOException {
        taskfile();
        FakeCluster cluster = cluster(TaskRunner.TASK)
                .when(RECIPE, Result.exited(201, "", "task: Failed to run task"))
                .effect(RECIPE, this::install);
        var run = FakeRun.on(cluster);

        Turn.perform(step, run);

        assertThat(cluster.acts()).hasSize(1);
        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void triesTwiceAndThenAsksAPersonWithTheLastWords() throws IOException {
        taskfile();
        FakeCluster cluster =
                cluster(TaskRunner.TASK).when(RECIPE, new Result(Result.Ending.STOPPED, -1, "waiting for nodes\n", ""));
        var run = FakeRun.on(cluster);

        assertThatThrownBy(() -> Turn.perform(step, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("BOOTSTRAP_FAILED");
            assertThat(e.message()).contains("stopped at its time limit", "waiting for nodes", "CNI");
        });
        assertThat(cluster.acts()).hasSize(2);
        assertThat(step.remedies(run, "BOOTSTRAP_FAILED")).anyMatch(line -> line.endsWith("&& " + RECIPE));
    }

    @Test
    void runsTheRecipeOfAJustfile() throws IOException {
        write("bootstrap/mod.just", "[doc('apps')]\napps: apps-ready apps-secrets\n    just log info done\n");
        FakeCluster cluster = cluster(TaskRunner.JUST)
                .when("just bootstrap apps", Result.exited(0, "", ""))
                .effect("just bootstrap apps", this::install);

        Turn.perform(step, FakeRun.on(cluster));

        assertThat(cluster.acts()).containsExactly("just bootstrap apps");
    }

    @Test
    void runsNoRecipeThatIsOnlyAVariable() throws IOException {
        write("bootstrap/mod.just", "apps := 'x'\ntalos: apps-x\n");

        assertThat(BootstrapRecipe.of(cluster(TaskRunner.JUST).inventory())).isEmpty();
    }

    @Test
    void givesAPersonTheFilesOfGitWhereFluxWasBootstrapped() {
        var cluster = new FakeCluster(inventory(TaskRunner.NONE, FluxBootstrap.FLUX_BOOTSTRAP)).with(client);
        var run = FakeRun.on(cluster);

        assertThatThrownBy(() -> Turn.perform(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("BOOTSTRAP_BY_HAND"));
        assertThat(step.remedies(run, "BOOTSTRAP_BY_HAND"))
                .anyMatch(line -> line.endsWith("clusters/home/flux-system/gotk-components.yaml"))
                .anyMatch(line -> line.endsWith("clusters/home/flux-system/gotk-sync.yaml"));
    }

    @Test
    void isNotContentWithControllersThatAreNotAvailable() {
        install();
        client.apps()
                .deployments()
                .inNamespace("flux-system")
                .withName("source-controller")
                .edit(deployment -> {
                    deployment.getStatus().setAvailableReplicas(0);
                    return deployment;
                });

        assertThat(Turn.check(step, FakeRun.on(cluster(TaskRunner.TASK))).message())
                .contains("source-controller: none of its pods is available");
    }

    @Test
    void isNotContentWithANetworkOnSomeNodes() {
        install();
        client.apps().daemonSets().inNamespace("kube-system").withName("cilium").edit(set -> {
            set.getStatus().setNumberReady(2);
            return set;
        });

        assertThat(Turn.check(step, FakeRun.on(cluster(TaskRunner.TASK))).message())
                .contains("cilium does not run on every node");
    }

    private void install() {
        client.resource(new DaemonSetBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-system")
                        .withName("cilium")
                        .endMetadata()
                        .withNewStatus()
                        .withDesiredNumberScheduled(3)
                        .withNumberReady(3)
                        .endStatus()
                        .build())
                .create();
        deployment("kube-system", "coredns");
        deployment("flux-system", "source-controller");
        deployment("flux-system", "kustomize-controller");
        flux.create("fluxcd.controlplane.io/v1", "FluxInstance", "flux-system", "flux", Map.of(), Map.of());
        flux.source("main@sha1:1");
        flux.kustomization("flux-system").ready();
    }

    private void deployment(String namespace, String name) {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .endSpec()
                        .withNewStatus()
                        .withAvailableReplicas(1)
                        .endStatus()
                        .build())
                .create();
    }

    private FakeCluster cluster(TaskRunner runner) {
        return new FakeCluster(inventory(runner, FluxBootstrap.FLUX_OPERATOR)).with(client);
    }

    private Inventory inventory(TaskRunner runner, FluxBootstrap way) {
        return ColdInventory.in(root)
                .with(runner)
                .installedBy(way)
                .kustomization("flux-system", "./clusters/home")
                .build();
    }

    private void taskfile() throws IOException {
        write(
                ".taskfiles/bootstrap/Taskfile.yaml",
                "version: '3'\ntasks:\n  talos:\n    cmds: []\n  apps:\n    cmds: [bash scripts/bootstrap-apps.sh]\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }
}
