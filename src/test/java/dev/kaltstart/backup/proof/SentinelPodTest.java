package dev.kaltstart.backup.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.backup.proof.SentinelPod.Action;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script runs here as it is, on a volume whose application may have put anything in the way. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class SentinelPodTest {

    private static final String IMAGE = "docker.io/library/busybox:1.37";
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path directory;

    KubernetesClient client;

    private final String sentinel = UUID.randomUUID().toString();
    private Path data;
    private Path said;

    @BeforeEach
    void begin() throws IOException {
        data = Files.createDirectories(directory.resolve("data"));
        said = directory.resolve("termination-log");
        Files.writeString(data.resolve("document"), "the application's");
    }

    @Test
    void writesAndRemovesWithoutATrace() throws Exception {
        assertThat(run(Action.WRITE)).isZero();
        assertThat(data.resolve(SentinelPod.FILE)).content().startsWith(sentinel + "\n");
        assertThat(said).hasContent("sentinel=" + sentinel + "\n");
        assertThat(run(Action.WRITE)).isZero();

        assertThat(run(Action.REMOVE)).isZero();
        assertThat(run(Action.REMOVE)).isZero();

        assertThat(data)
                .isDirectoryContaining(file -> file.getFileName().toString().equals("document"));
        assertThat(data.toFile().list()).containsExactly("document");
    }

    @Test
    void followsNoLinkOfTheApplication() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createSymbolicLink(data.resolve(".kaltstart"), elsewhere);

        assertThat(run(Action.WRITE)).isEqualTo(4);
        assertThat(run(Action.REMOVE)).isEqualTo(4);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void overwritesNoFileBehindALink() throws Exception {
        Files.createDirectories(data.resolve(".kaltstart"));
        Files.createSymbolicLink(data.resolve(SentinelPod.FILE), data.resolve("document"));
        Files.createSymbolicLink(data.resolve(".kaltstart/sentinel.new"), data.resolve("document"));

        assertThat(run(Action.WRITE)).isZero();
        assertThat(data.resolve("document")).hasContent("the application's");
        assertThat(run(Action.REMOVE)).isZero();
        assertThat(data.resolve("document")).hasContent("the application's");
    }

    @Test
    void aFolderInTheWayIsNoSentinel() throws Exception {
        Files.createDirectories(data.resolve(SentinelPod.FILE));

        assertThat(run(Action.WRITE)).isNotZero();
    }

    @Test
    void theProbeDoesNotCountTheSentinelAndTakesOnlyAUuid() throws Exception {
        run(Action.WRITE);
        assertThat(content()).isEqualTo(new VolumeContent(1, content().bytes(), sentinel));

        Files.writeString(data.resolve(SentinelPod.FILE), "files=99999\nbytes=1\nSECRET");
        assertThat(content().files()).isEqualTo(1);
        assertThat(content().sentinel()).isNotEqualTo(sentinel).matches("[0-9a-f-]*");
    }

    @Test
    void runsBesideTheApplicationAsItsUser() {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName("paperless-0")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("wk-2")
                        .withNewSecurityContext()
                        .withRunAsUser(1000L)
                        .withFsGroup(1001L)
                        .endSecurityContext()
                        .addNewContainer()
                        .withName("app")
                        .endContainer()
                        .addNewVolume()
                        .withName("data")
                        .withNewPersistentVolumeClaim("data", false)
                        .endVolume()
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build())
                .create();
        pod(Action.WRITE).begin(IMAGE, NOON);

        Pod made = made();
        assertThat(made.getSpec().getNodeName()).isEqualTo("wk-2");
        assertThat(made.getSpec().getSecurityContext().getSupplementalGroups()).containsExactly(1001L);
        // a group that the kubelet would give every file of the volume to
        assertThat(made.getSpec().getSecurityContext().getFsGroup()).isNull();
        var context = made.getSpec().getContainers().get(0).getSecurityContext();
        assertThat(context.getRunAsUser()).isEqualTo(1000L);
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(made.getSpec().getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void believesOnlyItsOwnAnswer() {
        SentinelPod pod = pod(Action.WRITE);
        pod.begin(IMAGE, NOON);
        assertThat(pod.end()).isEmpty();

        ended("Succeeded", 0, "sentinel=" + UUID.randomUUID());
        assertThat(pod.end()).hasValueSatisfying(end -> assertThat(end.done()).isFalse());
        ended("Failed", 4, "");
        assertThat(pod.end())
                .hasValueSatisfying(end -> assertThat(end.problem()).isEqualTo(".kaltstart on the volume is a link"));
        ended("Succeeded", 0, "sentinel=" + sentinel + "\n");
        assertThat(pod.end()).hasValueSatisfying(end -> {
            assertThat(end.done()).isTrue();
            assertThat(end.at()).isEqualTo(NOON);
        });
    }

    private void ended(String phase, int exit, String message) {
        new EndedPods(client, NOON).end(made(), phase, exit, message);
    }

    private Pod made() {
        return client.pods().inNamespace("office").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith("kaltstart-"))
                .findFirst()
                .orElseThrow();
    }

    private SentinelPod pod(Action action) {
        return new SentinelPod(client, "office", "data", sentinel, action);
    }

    private VolumeContent content() throws Exception {
        client.pods().inNamespace("office").delete();
        new VolumeProbe(client, "office", "data", "r-1/1").begin(IMAGE);
        assertThat(runAsMade()).isZero();
        return VolumeContent.parse(Files.readString(said)).orElseThrow();
    }

    private int run(Action action) throws Exception {
        client.pods().inNamespace("office").delete();
        pod(action).begin(IMAGE, NOON);
        return runAsMade();
    }

    private int runAsMade() throws IOException, InterruptedException {
        var container = made().getSpec().getContainers().get(0);
        List<String> command = container.getCommand().stream()
                .map(word -> word.replace("/data", data.toString()).replace("/dev/termination-log", said.toString()))
                .toList();
        Map<String, String> environment = new HashMap<>();
        container.getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
