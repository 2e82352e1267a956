package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.shell.Command;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The lab of a drift with what the disasters need: paperless has a claim that a prune deletes and an encrypted Secret,
 * mediabox has a Deployment, and a colleague works on the dashboard. Does the damage, and says from the world whether all is well.
 */
final class DisasterLab implements AutoCloseable {

    static final String CLAIM = "paperless-data";
    static final List<String> APPS = List.of("mediabox", "paperless", "dashboard");

    private static final String KEY = "sops-age";
    private static final String PAPERLESS = "kubernetes/apps/office/paperless";
    private static final String MEDIABOX = "kubernetes/apps/media/mediabox/app/app.yaml";
    private static final String DASHBOARD = "kubernetes/apps/home/dashboard/app/app.yaml";
    /** Each deletion of the claim takes one along. */
    private static final int VOLUMES = 6;

    final DriftLab lab;
    private final LabTools tools;
    private final Path directory;
    private int changes = 1;

    private DisasterLab(DriftLab lab, Path directory) {
        this.lab = lab;
        this.directory = directory;
        this.tools = new LabTools(directory);
    }

    static DisasterLab open(Path directory) throws IOException {
        var opened = new DisasterLab(DriftLab.open(directory), directory);
        try {
            opened.furnish();
            return opened;
        } catch (RuntimeException | IOException | Error e) {
            opened.close();
            throw e;
        }
    }

    private void furnish() throws IOException {
        IntStream.range(0, VOLUMES).forEach(number -> lab.create("""
                        apiVersion: v1
                        kind: PersistentVolume
                        metadata: { name: %s }
                        spec:
                          capacity: { storage: 1Gi }
                          accessModes: [ReadWriteOnce]
                          storageClassName: disasters
                          persistentVolumeReclaimPolicy: Delete
                          hostPath: { path: /tmp/%s }
                        """.formatted(volume(number), volume(number))));
        String recipient = tools.ageKey("right.agekey");
        tools.ageKey("wrong.agekey");
        holdKey("right.agekey");
        lab.application("home", "dashboard");
        lab.write("kubernetes/apps/kustomization.yaml", "resources: [./media, ./office, ./home]\n");
        lab.write(PAPERLESS + "/app/claim.yaml", """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: %s }
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: disasters
                  resources: { requests: { storage: 1Gi } }
                """.formatted(CLAIM));
        lab.write(PAPERLESS + "/app/secret.sops.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: { name: paperless }
                stringData: { password: for-tests-only }
                """);
        var encrypted = tools.run("sops encrypt --in-place --encrypted-regex ^stringData$ --age " + recipient + " "
                + lab.checkout().resolve(PAPERLESS + "/app/secret.sops.yaml"));
        if (!encrypted.succeeded()) {
            throw new AssertionError(encrypted.error());
        }
        lab.write(PAPERLESS + "/app/kustomization.yaml", "resources: [./app.yaml, ./claim.yaml, ./secret.sops.yaml]\n");
        lab.write(
                PAPERLESS + "/ks.yaml",
                DriftLab.kustomization(
                        lab.namespace(),
                        "paperless",
                        PAPERLESS + "/app",
                        "targetNamespace: " + lab.namespace() + "\ndecryption: { provider: sops, secretRef: { name: "
                                + KEY + " } }"));
        commit("Anna", "Add the claim, the password and the dashboard");
        until("all is well", this::well);
    }

    private String volume(int number) {
        return "disaster-" + lab.namespace() + "-" + number;
    }

    /** What Kaltstart wrote into the changelog is pulled and pushed with it, as a person does. @return the commit */
    String commit(String author, String message) {
        lab.git("add", "--all");
        lab.git("commit", "--quiet", "--author=" + author + " <" + author + "@example.org>", "--message=" + message);
        return push();
    }

    private String push() {
        lab.git("pull", "--quiet", "--rebase", "origin", "main");
        lab.git("push", "--quiet", "origin", "HEAD:main");
        return lab.git("rev-parse", "HEAD").strip();
    }

    /** The branch as the host has it. */
    String head() {
        return RealGit.git(lab.repository().bare(), "rev-parse", "main").strip();
    }

    boolean onTheBranch(String commit) {
        return RealGit.git(lab.repository().bare(), "rev-list", "main").contains(commit);
    }

    /** A colleague's change that nothing is wrong with; see {@link #dashboardIsNew}. */
    String colleagueChangesTheDashboard() {
        writeDashboard();
        return commit("Ben", "Show more on the dashboard");
    }

    void writeDashboard() {
        changes++;
        lab.write(DASHBOARD, DriftLab.workload("dashboard", 1).replace("value: \"1\"", "value: \"" + changes + "\""));
    }

    /** The newest change of the colleague is in the cluster. */
    boolean dashboardIsNew() {
        return value("dashboard").equals(String.valueOf(changes));
    }

    String value(String map) {
        var found = lab.client()
                .configMaps()
                .inNamespace(lab.namespace())
                .withName(map)
                .get();
        return found == null ? "" : String.valueOf(found.getData().get("value"));
    }

    String deletePaperless() {
        lab.delete(PAPERLESS);
        lab.write("kubernetes/apps/office/kustomization.yaml", "resources: []\n");
        return commit("Anna", "Tidy up: paperless is not used any more");
    }

    /** What others pushed comes into the checkout, so that a later commit does not repeat what was reverted. */
    void pull() {
        lab.git("pull", "--quiet", "--rebase", "origin", "main");
    }

    String breakMediabox() {
        lab.write(MEDIABOX, "kind: [");
        return commit("Anna", "Clean up the manifests of mediabox");
    }

    String scaleMediaboxToMany() {
        lab.write(MEDIABOX, DriftLab.workload("mediabox", 1).replace("replicas: 1", "replicas: many"));
        return commit("Anna", "Scale mediabox");
    }

    /** One commit with both: a dashboard that is meant, and manifests that do not build. */
    String colleagueBreaksPaperless() {
        writeDashboard();
        lab.write(PAPERLESS + "/app/app.yaml", "kind: [");
        return commit("Ben", "Show more on the dashboard, and tidy up paperless");
    }

    void restorePaperless(String from) {
        lab.git("checkout", "--quiet", from, "--", PAPERLESS + "/app/app.yaml");
    }

    void revert(String commit) {
        lab.git("revert", "--no-edit", commit);
    }

    void pushRevert() {
        push();
    }

    /** {@code kubectl edit} of a Deployment, and {@code kubectl delete} of a ConfigMap. */
    void changeByHand() {
        kubectl("edit", "deployment", "mediabox", "-n", lab.namespace());
        kubectl("delete", "configmap", "paperless", "-n", lab.namespace());
    }

    void kubectl(String... arguments) {
        var done = tools.run(Command.of("kubectl", arguments)
                .with("KUBECONFIG", lab.checkout().resolve("kubeconfig").toString())
                .with("PATH", System.getenv("PATH"))
                .with(
                        "KUBE_EDITOR",
                        "sed -i -e 's/replicas: 1/replicas: 3/' -e 's#example/mediabox:1#example/mediabox:9#'"));
        if (!done.succeeded()) {
            throw new AssertionError(done.error());
        }
    }

    void holdKey(String file) {
        try {
            lab.client()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName(KEY)
                            .withNamespace(lab.namespace())
                            .endMetadata()
                            .addToStringData("age.agekey", Files.readString(directory.resolve(file)))
                            .build())
                    .createOr(NonDeletingOperation::update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean there(String deployment) {
        var found = lab.client()
                .apps()
                .deployments()
                .inNamespace(lab.namespace())
                .withName(deployment)
                .get();
        return found != null
                && Integer.valueOf(1).equals(found.getSpec().getReplicas())
                && Integer.valueOf(1).equals(found.getStatus().getAvailableReplicas())
                && Objects.equals(
                        found.getStatus().getObservedGeneration(),
                        found.getMetadata().getGeneration())
                && found.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage()
                        .endsWith(":1");
    }

    boolean bound(String claim) {
        var found = lab.client()
                .persistentVolumeClaims()
                .inNamespace(lab.namespace())
                .withName(claim)
                .get();
        return found != null
                && found.getMetadata().getDeletionTimestamp() == null
                && found.getStatus().getPhase().equals("Bound");
    }

    String says(String kustomization) {
        GenericKubernetesResource found = lab.kustomization(kustomization).get();
        return found == null ? "" : String.valueOf(found.<Object>get("status", "conditions"));
    }

    /** All of it follows the head of the branch, runs, and has its data; nothing is suspended. */
    boolean well() {
        String head = head();
        return IntStream.range(0, APPS.size() + 2).allMatch(number -> {
                    String name = number < APPS.size()
                            ? APPS.get(number)
                            : List.of("flux-system", "cluster-apps").get(number - APPS.size());
                    GenericKubernetesResource one = lab.kustomization(name).get();
                    return one != null
                            && !Boolean.TRUE.equals(one.get("spec", "suspend"))
                            && String.valueOf(one.<Object>get("status", "lastAppliedRevision"))
                                    .endsWith(head)
                            && one.getMetadata().getGeneration().intValue()
                                    == ((Number) Objects.requireNonNull(one.get("status", "observedGeneration")))
                                            .intValue()
                            && says(name).contains("type=Ready")
                            && !says(name).contains("status=False");
                })
                && APPS.stream().allMatch(this::there)
                && bound(CLAIM)
                && bound(DriftLab.CLAIM)
                && !value("paperless").isEmpty()
                && lab.client()
                                .secrets()
                                .inNamespace(lab.namespace())
                                .withName("paperless")
                                .get()
                        != null;
    }

    static void until(String what, Callable<Boolean> so) {
        await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(so);
    }

    @Override
    public void close() {
        try {
            IntStream.range(0, VOLUMES)
                    .forEach(number -> lab.client()
                            .persistentVolumes()
                            .withName(volume(number))
                            .delete());
        } finally {
            lab.close();
        }
    }
}
