package dev.kaltstart;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A cluster that real controllers of Flux keep as a real repository says: the sample's Talos files beside two applications,
 * one of which has a claim that no prune may delete.
 */
final class DriftLab implements AutoCloseable {

    /** The name it has in kaltstart.yaml, and the repository on the lab's host. */
    static final String NAME = "drift";

    static final String CLAIM = "mediabox-data";

    private static final Path SAMPLE = Path.of("src/main/resources/sample/homelab");
    private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/v1";

    private final World world;
    private final LabRepository repository;

    private DriftLab(World world, LabRepository repository) {
        this.world = world;
        this.repository = repository;
    }

    /** What stands in kaltstart.yaml; the checkout is that of {@link #open}. */
    static String configuration(Path directory) {
        return """
                kaltstart:
                  clusters:
                    %s:
                      repository: { url: "%s", branch: main, checkout: "%s" }
                      critical: [mediabox]
                """.formatted(NAME, Lab.here().setting("GIT") + "/" + NAME + ".git", checkout(directory));
    }

    private static Path checkout(Path directory) {
        return directory.resolve("checkout-of-" + NAME);
    }

    /** Anew, with everything applied. */
    static DriftLab open(Path directory) {
        Lab lab = Lab.here().with("source-controller", "kustomize-controller");
        lab.tool("flux");
        try {
            FileSystemUtils.deleteRecursively(checkout(directory));
            FileSystemUtils.deleteRecursively(
                    Path.of(lab.setting("REPOSITORIES")).resolve(NAME + ".git"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var world = LabWorld.open();
        try {
            var opened = new DriftLab(world, LabRepository.open(directory, NAME));
            opened.apply();
            return opened;
        } catch (RuntimeException | Error e) {
            // the next one must not find its turn taken
            world.close();
            throw e;
        }
    }

    private void apply() {
        fill();
        String revision = repository.push();
        follow();
        until(
                "the controllers are seen to run",
                () -> client().apps().deployments().inNamespace("flux-system").list().getItems().stream()
                        .allMatch(Readiness::isDeploymentReady));
        applied("flux-system", revision);
        applied("cluster-apps", revision);
        applied("mediabox", revision);
        applied("paperless", revision);
    }

    private void fill() {
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = SAMPLE.relativize(file).toString().replace("dot.", ".");
                if (!name.startsWith("kubernetes/") && !name.startsWith("bootstrap/")) {
                    Path target = checkout().resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path talconfig = checkout().resolve("talos/talconfig.yaml");
            Files.writeString(
                    talconfig,
                    Files.readString(talconfig).replaceAll("(?m)^endpoint: .*", "endpoint: https://127.0.0.1:6443"));
            Files.writeString(checkout().resolve(".gitignore"), "/kubeconfig\n");
            Files.copy(
                    Path.of(Lab.here().setting("KUBECONFIG")),
                    checkout().resolve("kubeconfig"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("kubernetes/flux/cluster/ks.yaml", kustomization("flux-system", "cluster-apps", "kubernetes/apps", ""));
        write("kubernetes/apps/kustomization.yaml", "resources: [./media, ./office]\n");
        application("media", "mediabox");
        application("office", "paperless");
        write("kubernetes/apps/media/mediabox/app/claim.yaml", """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: %s
                  annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: ""
                  volumeName: %s
                  resources: { requests: { storage: 1Gi } }
                """.formatted(CLAIM, volume()));
        write("kubernetes/apps/media/mediabox/app/kustomization.yaml", "resources: [./app.yaml, ./claim.yaml]\n");
    }

    void application(String area, String name) {
        String folder = "kubernetes/apps/" + area;
        write(folder + "/kustomization.yaml", "resources: [./" + name + "/ks.yaml]\n");
        write(
                folder + "/" + name + "/ks.yaml",
                kustomization(namespace(), name, folder + "/" + name + "/app", "targetNamespace: " + namespace()));
        write(folder + "/" + name + "/app/kustomization.yaml", "resources: [./app.yaml]\n");
        write(folder + "/" + name + "/app/app.yaml", workload(name, 1));
    }

    static String workload(String name, int replicas) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: %1$s }
                data: { value: "1" }
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: %1$s }
                spec:
                  replicas: %2$d
                  selector: { matchLabels: { app: %1$s } }
                  template:
                    metadata: { labels: { app: %1$s } }
                    spec:
                      containers: [{ name: app, image: "registry.example/%1$s:1" }]
                """.formatted(name, replicas);
    }

    static String kustomization(String namespace, String name, String path, String more) {
        return """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: { name: %s, namespace: %s }
                spec:
                  interval: 1h
                  retryInterval: 2s
                  timeout: 30s
                  path: ./%s
                  prune: true
                  sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }
                %s
                """.formatted(name, namespace, path, more.indent(2).stripTrailing());
    }

    /** Flux is told of the repository, as an operator would, and looks at it every second. */
    private void follow() {
        create("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: { name: %s }
                spec:
                  capacity: { storage: 1Gi }
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Delete
                  hostPath: { path: /tmp/none }
                  claimRef: { namespace: %s, name: %s }
                """.formatted(volume(), namespace(), CLAIM));
        // in the lab the controllers run outside of the cluster; what an operator sees of them is their Deployments
        for (String controller : new String[] {"source-controller", "kustomize-controller"}) {
            create(workload(controller, 1)
                    .replaceFirst("(?s).*?---\n", "")
                    .replace(
                            "metadata: { name: " + controller + " }",
                            "metadata: { name: " + controller + ", namespace: flux-system }"));
        }
        create("""
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: GitRepository
                metadata: { name: flux-system, namespace: flux-system }
                spec:
                  interval: 1s
                  url: %s
                  ref: { branch: main }
                """.formatted(repository.url()));
        create(kustomization("flux-system", "flux-system", "kubernetes/flux/cluster", ""));
    }

    void create(String manifest) {
        client().resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
                .forceConflicts()
                .serverSideApply();
    }

    String volume() {
        return "volume-" + namespace();
    }

    String namespace() {
        return world.namespace();
    }

    KubernetesClient client() {
        return world.kubernetes();
    }

    Cluster cluster() {
        return world.cluster();
    }

    LabRepository repository() {
        return repository;
    }

    Path checkout() {
        return repository.checkout();
    }

    void write(String file, String content) {
        repository.write(file, content);
    }

    void until(String what, java.util.function.BooleanSupplier so) {
        world.until(what, so);
    }

    /** Commits what was changed and pushes it. @return the revision as Flux writes it */
    String push() {
        return repository.push();
    }

    String git(String... arguments) {
        return RealGit.git(checkout(), arguments);
    }

    void delete(String path) {
        try {
            FileSystemUtils.deleteRecursively(checkout().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kaltstart in a process of its own, for this cluster, with the lab's tools and without a look of its own accord. */
    OneKaltstart kaltstart(Path directory) throws IOException {
        return kaltstart(directory, "--kaltstart.flux.look-first=PT24H");
    }

    /** The same, which looks by itself as it does where nothing is set. */
    OneKaltstart watchfulKaltstart(Path directory) throws IOException {
        return kaltstart(directory, new String[0]);
    }

    private OneKaltstart kaltstart(Path directory, String... settings) throws IOException {
        Path config = directory.resolve("kaltstart.yaml");
        Files.writeString(config, configuration(directory));
        String path = Stream.of("flux", "kubectl")
                .map(tool -> Lab.here().tool(tool).getParent() + File.pathSeparator)
                .collect(Collectors.joining("", "", System.getenv("PATH")));
        return new OneKaltstart(
                directory,
                path,
                Stream.concat(Stream.of("--kaltstart.config=" + config), Stream.of(settings))
                        .toArray(String[]::new));
    }

    /** @return id of the recovery that was started */
    String recover(OneKaltstart kaltstart) throws Exception {
        return recover(kaltstart, "admin");
    }

    /** @param person who asks for it, and so does not approve it where another one can */
    String recover(OneKaltstart kaltstart, String person) throws Exception {
        var started = kaltstart.post("/api/recoveries", """
                {"cluster": "%s", "scenario": "gitops-drift", "mode": "live", "reason": "test"}""".formatted(NAME), person, OneKaltstart.PASSWORD);
        if (started.statusCode() != 201) {
            throw new AssertionError(started.body());
        }
        return Serialization.jsonMapper().readTree(started.body()).path("id").asText();
    }

    /** A manifest that does not build, as soon as Flux has noticed. */
    void breakTheApplication() {
        pushWhatDoesNotBuild();
        until("it fails", () -> broken("mediabox"));
    }

    void pushWhatDoesNotBuild() {
        write("kubernetes/apps/media/mediabox/app/app.yaml", "kind: [");
        push();
    }

    boolean broken(String kustomization) {
        return String.valueOf(kustomization(kustomization).get().<Object>get("status", "conditions"))
                .contains("BuildFailed");
    }

    /** A bad merge: the directory of an application, and its line in the one above. @return the revision */
    String deleteTheApplication() {
        delete("kubernetes/apps/media/mediabox");
        write("kubernetes/apps/media/kustomization.yaml", "resources: []\n");
        return push();
    }

    /** A Kustomization of its own with so many below it. @return the revision once all are there */
    String addAFamily(int children) {
        var names = new StringBuilder("resources:\n");
        IntStream.rangeClosed(1, children).forEach(n -> {
            String name = "child-%02d".formatted(n);
            names.append("  - ./").append(name).append(".yaml\n");
            write(
                    "kubernetes/family/" + name + ".yaml",
                    kustomization(namespace(), name, "kubernetes/children/" + name, ""));
            write("kubernetes/children/" + name + "/map.yaml", LabFlux.map(namespace(), name, "1"));
        });
        write("kubernetes/family/kustomization.yaml", names.toString());
        write("kubernetes/flux/cluster/family.yaml", kustomization("flux-system", "family", "kubernetes/family", ""));
        String revision = push();
        until(children + " maps", () -> maps("child-") == children);
        until(
                "all applied",
                () -> IntStream.rangeClosed(1, children)
                        .allMatch(n -> applied("child-%02d".formatted(n)).equals(revision)));
        return revision;
    }

    long maps(String prefix) {
        return client().configMaps().inNamespace(namespace()).list().getItems().stream()
                .filter(map -> map.getMetadata().getName().startsWith(prefix))
                .count();
    }

    Resource<GenericKubernetesResource> kustomization(String name) {
        boolean system = name.equals("flux-system") || name.startsWith("cluster-") || name.equals("family");
        return client().genericKubernetesResources(KUSTOMIZE, "Kustomization")
                .inNamespace(system ? "flux-system" : namespace())
                .withName(name);
    }

    void applied(String name, String revision) {
        until(name + " has applied " + revision, () -> applied(name).equals(revision));
    }

    private String applied(String name) {
        var found = kustomization(name).get();
        return found == null ? "" : String.valueOf(found.<Object>get("status", "lastAppliedRevision"));
    }

    void reconcile(String... what) {
        flux(Stream.concat(Stream.of("reconcile"), Stream.of(what)).toArray(String[]::new));
    }

    /** As a person types it. */
    void flux(String... arguments) {
        Command command = Command.of("flux", arguments);
        Result result = cluster().shell().run(command);
        if (!result.succeeded()) {
            throw new AssertionError(result.error());
        }
    }

    boolean suspended(String name) {
        return Boolean.TRUE.equals(kustomization(name).get().get("spec", "suspend"));
    }

    /** Names of all Kustomizations that stand still. */
    java.util.List<String> suspended() {
        return client()
                .genericKubernetesResources(KUSTOMIZE, "Kustomization")
                .inAnyNamespace()
                .list()
                .getItems()
                .stream()
                .filter(one -> Boolean.TRUE.equals(one.get("spec", "suspend")))
                .map(one -> one.getMetadata().getName())
                .toList();
    }

    @Override
    public void close() {
        try {
            client().apps().deployments().inNamespace("flux-system").delete();
            client().persistentVolumes().withName(volume()).delete();
        } finally {
            world.close();
        }
    }
}
