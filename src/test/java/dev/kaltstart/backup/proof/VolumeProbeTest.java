package dev.kaltstart.backup.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the pod runs here as it is, with the real find and du; only its two paths are others. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class VolumeProbeTest {

    private static final String IMAGE = "docker.io/library/busybox:1.37";

    @TempDir
    Path directory;

    KubernetesClient client;

    private VolumeProbe probe;

    @BeforeEach
    void begin() {
        probe = new VolumeProbe(client, "office", "data", "r-1/1");
    }

    @Test
    void readsTheVolumeAndMayNothingElse() {
        probe.begin(IMAGE);
        probe.begin(IMAGE);

        var spec = pod().getSpec();
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(spec.getVolumes().get(0).getPersistentVolumeClaim().getReadOnly())
                .isTrue();
        assertThat(spec.getContainers().get(0).getVolumeMounts().get(0).getReadOnly())
                .isTrue();
        assertThat(spec.getContainers()
                        .get(0)
                        .getSecurityContext()
                        .getCapabilities()
                        .getDrop())
                .containsExactly("ALL");
        assertThat(spec.getContainers().get(0).getCommand()).noneMatch(word -> word.contains("office"));
    }

    @Test
    void countsFilesAndBytesWithTheRealTools() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data/a b"));
        Files.write(data.resolve("one\ntwo"), new byte[100_000]);
        Files.writeString(data.resolve("$(touch hacked)"), "x");
        Files.writeString(
                Files.createDirectories(directory.resolve("data/lost+found")).resolve("x"), "x");

        VolumeContent content = run();

        assertThat(content.files()).isEqualTo(3);
        assertThat(content.bytes()).isGreaterThan(100_000);
        assertThat(directory.resolve("data/hacked")).doesNotExist();
    }

    @Test
    void callsANewVolumeEmpty() throws Exception {
        Files.createDirectories(directory.resolve("data/lost+found"));

        assertThat(run().empty()).isTrue();
    }

    @Test
    void doesNotBelieveAPodThatSaysNothing() {
        probe.begin(IMAGE);
        assertThat(probe.end()).isEmpty();

        ended("Succeeded", "");
        assertThat(problem()).contains("printed no result");
        ended("Succeeded", "files=many\nbytes=1\n");
        assertThat(problem()).contains("printed no result");
        ended("Failed", "");
        assertThat(problem()).contains("cannot be read: exit code 7");
    }

    private String problem() {
        Optional<ProbeEnd> end = probe.end();
        assertThat(end).isPresent();
        return end.get().problem();
    }

    private void ended(String phase, String message) {
        Pod pod = pod();
        pod.setStatus(new PodStatusBuilder()
                .withPhase(phase)
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("probe")
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(7)
                        .withMessage(message)
                        .endTerminated()
                        .endState()
                        .build())
                .build());
        client.resource(pod).updateStatus();
    }

    private VolumeContent run() throws IOException, InterruptedException {
        probe.begin(IMAGE);
        Path said = directory.resolve("termination-log");
        List<String> command = pod().getSpec().getContainers().get(0).getCommand().stream()
                .map(word -> word.replace("/data", directory.resolve("data").toString())
                        .replace("/dev/termination-log", said.toString()))
                .toList();
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return VolumeContent.parse(Files.readString(said)).orElseThrow();
    }

    private Pod pod() {
        return client.pods().inNamespace("office").list().getItems().get(0);
    }
}
