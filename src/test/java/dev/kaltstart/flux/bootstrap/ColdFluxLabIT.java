package dev.kaltstart.flux.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.hold.HoldSteps;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.storage.HeldNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an API server without Flux to sixty Kustomizations, with the real API server, controllers, sops, age and kubectl. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class ColdFluxLabIT {

    private static final int LAYERS = 6;
    private static final int EACH = 10;
    private static final String KEY_FILE = "bootstrap/sops-age.sops.yaml";
    private static final String SETTINGS = "kubernetes/components/sops/cluster-secrets.sops.yaml";
    private static final String APP_SECRET = "kubernetes/l0-0/secret.sops.yaml";

    @TempDir
    Path directory;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private World world;
    private LabRepository repository;
    private ColdCluster cluster;
    private FakeRun run;
    private String held = "";

    @BeforeEach
    void aRepositoryAndNothingElse() throws IOException {
        world = LabWorld.open();
        held = world.namespace();
        repository = LabRepository.open(directory, held);
        var tools = new LabTools(directory);
        String recipient = tools.ageKey("age.key");
        encrypted(tools, recipient, KEY_FILE, "sops-age", "flux-system", "age.agekey", directory.resolve("age.key"));
        encrypted(tools, recipient, SETTINGS, "cluster-secrets", "", "SECRET_DOMAIN", null);
        encrypted(tools, recipient, APP_SECRET, "app-secret", held, "password", null);
        Inventory inventory = layers().with(toolsOf(tools)).build();
        repository.push();
        cluster = new ColdCluster(inventory, world.kubernetes(), directory);
        run = FakeRun.on(cluster);
        HeldNamespaces.keep(run, evidence, List.of(held));
    }

    @AfterEach
    void close() {
        if (world != null) {
            if (cluster != null) {
                Turn.perform(HoldSteps.release(evidence), run);
            }
            world.kubernetes().namespaces().withName("flux-system").delete();
            world.until(
                    "the namespace is gone",
                    () -> world.kubernetes()
                                    .namespaces()
                                    .withName("flux-system")
                                    .get()
                            == null);
            world.kubernetes().persistentVolumes().withName(held).delete();
            world.close();
        }
    }

    @Test
    void everythingIsReadyAndHeldPodsStartWhenTheyAreReleased() {
        Lab.here().with("source-controller", "kustomize-controller");
        var seed = new SeedSecrets();
        assertThat(Turn.check(seed, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(seed, run);
        Check seeded = Turn.check(seed, run);
        assertThat(seeded).as(seeded.message()).isInstanceOf(Check.Met.class);
        assertThat(seeded.message()).contains("opens " + APP_SECRET);
        assertThat(cluster.said()).noneMatch(text -> text.contains("AGE-SECRET-KEY"));

        Step hold = HoldSteps.hold(evidence);
        Turn.perform(hold, run);
        world.until("the hold is followed", () -> Turn.check(hold, run) instanceof Check.Met);

        flux();
        var waves = new AwaitWaves(evidence);
        List<String> messages = new ArrayList<>();
        Awaitility.await("all but the held")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    Check check = Turn.check(waves, run);
                    messages.add(check.message());
                    return check instanceof Check.Met;
                });
        String met = messages.get(messages.size() - 1);
        assertThat(met).as(String.join("\n", messages)).contains("61 of 62 are Ready", "1 held until", "app-held");
        assertThat(pods()).as("held").isEmpty();
        assertThat(secretValue()).isEqualTo("for-tests-only");

        restore();
        world.until("the claim has its volume", this::bound);
        Step release = HoldSteps.release(evidence);
        var namespace = FakeRun.on(cluster).about(new Subject.OfNamespace(held));
        Turn.perform(release, namespace);
        Awaitility.await("the ReplicaSet goes on")
                .atMost(Duration.ofSeconds(10))
                .until(() -> !pods().isEmpty() && Turn.check(release, namespace) instanceof Check.Met);
        Awaitility.await("all is Ready")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Turn.check(waves, run).message().equals("62 of 62 are Ready"));

        Turn.perform(release, run);
        assertThat(Turn.check(release, run)).isInstanceOf(Check.Met.class);
        assertThat(new Flux(world.kubernetes()).kustomizations().orElseThrow()).noneMatch(FluxObject::suspended);
    }

    @Test
    void onlyPodsThatRestoreMayMountAClaimWhereDataHasToComeBack() {
        Step hold = HoldSteps.hold(evidence);
        Turn.perform(hold, run);
        world.until("the hold is followed", () -> Turn.check(hold, run) instanceof Check.Met);

        assertDenied(pod("an-app", Map.of()));
        assertDenied(pod("initdb", Map.of("cnpg.io/cluster", "pg", "cnpg.io/jobRole", "initdb")));
        for (Map<String, String> labels : List.of(
                Map.of("app.kubernetes.io/created-by", "volsync"),
                Map.of("app.kubernetes.io/managed-by", "kaltstart"),
                Map.of("velero.io/restore-name", "any"),
                Map.of("k8upjob", "true"),
                Map.of("cnpg.io/cluster", "pg", "cnpg.io/jobRole", "full-recovery"),
                Map.of("cnpg.io/cluster", "pg"))) {
            tried(pod("a-mover", labels));
        }
        Pod without = pod("no-claim", Map.of());
        without.getSpec().setVolumes(List.of());
        tried(without);
    }

    @Test
    void aReplicaSetThatWasDeniedForLongGoesOnAtOnce() {
        Step hold = HoldSteps.hold(evidence);
        Turn.perform(hold, run);
        world.until("the hold is followed", () -> Turn.check(hold, run) instanceof Check.Met);
        application(held);
        // each denial doubles the pause until the next try
        world.until("the ReplicaSet waits for long", () -> denials() >= 10);
        assertThat(pods()).isEmpty();

        Step release = HoldSteps.release(evidence);
        var namespace = FakeRun.on(cluster).about(new Subject.OfNamespace(held));
        // the definitions of Flux may be as new as the API server
        world.until("it is released", () -> {
            Turn.perform(release, namespace);
            return true;
        });

        Awaitility.await("the ReplicaSet goes on").atMost(Duration.ofSeconds(3)).until(() -> !pods().isEmpty());
        assertThat(sets())
                .allSatisfy(set ->
                        assertThat(set.getMetadata().getAnnotations()).doesNotContainKey("kaltstart.dev/released-at"));
    }

    private List<io.fabric8.kubernetes.api.model.apps.ReplicaSet> sets() {
        return world.kubernetes().apps().replicaSets().inNamespace(held).list().getItems();
    }

    private int denials() {
        return world.kubernetes().v1().events().inNamespace(held).list().getItems().stream()
                .filter(event -> "FailedCreate".equals(event.getReason())
                        && event.getMessage().contains("held by Kaltstart"))
                .mapToInt(event -> Objects.requireNonNullElse(event.getCount(), 1))
                .sum();
    }

    private void application(String namespace) {
        for (String document : manifests(namespace).split("---\n")) {
            world.kubernetes()
                    .resource(Serialization.unmarshal(document, GenericKubernetesResource.class))
                    .inNamespace(namespace)
                    .create();
        }
    }

    @Test
    void theWrongKeyIsFoundBeforeFluxStarts() {
        new LabTools(directory).ageKey("other.key");
        var seed = new SeedSecrets();
        Turn.perform(seed, run);
        String other = read(directory.resolve("other.key"));
        world.kubernetes()
                .secrets()
                .inNamespace("flux-system")
                .withName("sops-age")
                .edit(secret -> {
                    secret.setData(Map.of(
                            "age.agekey",
                            java.util.Base64.getEncoder()
                                    .encodeToString(other.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
                    return secret;
                });

        assertThatThrownBy(() -> Turn.check(seed, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("AGE_KEY_WRONG"));
    }

    /** Sixty that depend on one another in layers, one with a claim, and the one that makes them all. */
    private ColdInventory layers() {
        var inventory = ColdInventory.in(repository.checkout())
                .installedBy(FluxBootstrap.UNKNOWN)
                .encrypted(KEY_FILE, SETTINGS, APP_SECRET)
                .kustomization("flux-system", "./cluster");
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int number = 0; number < EACH; number++) {
                String name = "l" + layer + "-" + number;
                String before = layer == 0 ? "" : "l" + (layer - 1) + "-" + number;
                repository.write("kubernetes/" + name + "/map.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: %s, namespace: %s}
                        """.formatted(name, held));
                repository.write("cluster/" + name + ".yaml", kustomization(name, "kubernetes/" + name, before, false));
                inventory.kustomization(name, "./kubernetes/" + name);
            }
        }
        repository.write("kubernetes/held/app.yaml", manifests(held));
        repository.write("cluster/app-held.yaml", kustomization("app-held", "kubernetes/held", "l0-1", true));
        return inventory.kustomization("app-held", "./kubernetes/held");
    }

    private static String manifests(String namespace) {
        return """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: %1$s}
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: ""
                  volumeName: %1$s
                  resources: {requests: {storage: 1Gi}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app, namespace: %1$s}
                spec:
                  selector: {matchLabels: {app: app}}
                  template:
                    metadata: {labels: {app: app}}
                    spec:
                      containers: [{name: app, image: registry.example/app:1}]
                      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                """.formatted(namespace);
    }

    private static String kustomization(String name, String path, String before, boolean wait) {
        return """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: %s, namespace: flux-system}
                spec:
                  interval: 1h
                  retryInterval: 5s
                  timeout: 20s
                  path: ./%s
                  prune: true
                  wait: %s
                  sourceRef: {kind: GitRepository, name: flux-system}
                  decryption: {provider: sops, secretRef: {name: sops-age}}
                  dependsOn: [%s]
                """.formatted(name, path, wait, before.isEmpty() ? "" : "{name: " + before + "}");
    }

    /** As the recipe of a repository does it at its end. */
    private void flux() {
        create("""
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: GitRepository
                metadata: {name: flux-system, namespace: flux-system}
                spec:
                  interval: 1m
                  url: %s
                  ref: {branch: main}
                """.formatted(repository.url()));
        create(kustomization("flux-system", "cluster", "", false));
    }

    private void create(String manifest) {
        world.kubernetes()
                .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
                .inNamespace("flux-system")
                .create();
    }

    /** The volume comes back, and with it the data. */
    private void restore() {
        world.kubernetes()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(held)
                        .endMetadata()
                        .withNewSpec()
                        .addToCapacity("storage", new Quantity("1Gi"))
                        .withAccessModes("ReadWriteOnce")
                        .withPersistentVolumeReclaimPolicy("Retain")
                        .withStorageClassName("")
                        .withNewHostPath("/data", "")
                        .endSpec()
                        .build())
                .create();
    }

    private boolean bound() {
        return "Bound"
                .equals(world.kubernetes()
                        .persistentVolumeClaims()
                        .inNamespace(held)
                        .withName("data")
                        .get()
                        .getStatus()
                        .getPhase());
    }

    private List<Pod> pods() {
        return world.kubernetes()
                .pods()
                .inNamespace(held)
                .withLabel("app", "app")
                .list()
                .getItems();
    }

    private String secretValue() {
        return new String(
                java.util.Base64.getDecoder()
                        .decode(world.kubernetes()
                                .secrets()
                                .inNamespace(held)
                                .withName("app-secret")
                                .get()
                                .getData()
                                .get("password")),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private Pod pod(String name, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(held)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("registry.example/c:1")
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .endSpec()
                .build();
    }

    private void tried(Pod pod) {
        world.kubernetes().pods().inNamespace(held).resource(pod).dryRun(true).create();
    }

    private void assertDenied(Pod pod) {
        assertThatThrownBy(() -> tried(pod))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403))
                .hasMessageContaining("held by Kaltstart");
    }

    private void encrypted(
            LabTools tools,
            String recipient,
            String file,
            String name,
            String namespace,
            String key,
            @org.jspecify.annotations.Nullable Path value) {
        String text = value == null ? "for-tests-only" : read(value).strip();
        repository.write(file, """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s%s}
                stringData:
                  %s: |-
                %s
                """.formatted(
                        name,
                        namespace.isEmpty() ? "" : ", namespace: " + namespace,
                        key,
                        text.indent(4).stripTrailing()));
        Result result = tools.run(Command.of(
                "sops",
                "encrypt",
                "--in-place",
                "--age",
                recipient,
                "--encrypted-regex",
                "^(data|stringData)$",
                repository.checkout().resolve(file).toString()));
        assertThat(result.exitCode()).as(result.error()).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Inventory.Tools toolsOf(LabTools tools) {
        return new Inventory.Tools(
                Inventory.TaskRunner.NONE,
                Inventory.TalosTool.NONE,
                Path.of(Lab.here().setting("KUBECONFIG")),
                directory.resolve("talosconfig"),
                directory.resolve("age.key"));
    }

    /** The lab's Kubernetes on the wall clock, and its programs on the PATH, as on the machine of an operator. */
    private record ColdCluster(Inventory inventory, KubernetesClient kubernetes, Path directory, List<String> said)
            implements Cluster {

        ColdCluster(Inventory inventory, KubernetesClient kubernetes, Path directory) {
            this(inventory, kubernetes, directory, new ArrayList<>());
        }

        @Override
        public String name() {
            return inventory.name();
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Duration pace(Duration duration) {
            return duration;
        }

        @Override
        public Shell shell() {
            String tools = String.valueOf(
                    Objects.requireNonNull(Lab.here().tool("kubectl").getParent()));
            return command -> {
                Result result = new LabTools(directory).run(command.with("PATH", tools + ":" + System.getenv("PATH")));
                said.add(command.line() + result.output() + result.error());
                return result;
            };
        }

        @Override
        public Shell looking() {
            return shell();
        }
    }
}
