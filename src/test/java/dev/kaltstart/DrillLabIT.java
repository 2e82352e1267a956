package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill of a namespace on a real API server, with the real restic and S3. Kaltstart is killed with -9 in between; what is
 * compared is the volume of production, byte by byte, and what the API server still has.
 */
@Tag("lab")
@Timeout(900)
class DrillLabIT {

    @TempDir
    Path world;

    private final Set<String> killedAt = new LinkedHashSet<>();
    private DriftLab lab;
    private LabVolumes volumes;
    private LabCopy copy;
    private OneKaltstart kaltstart;
    private Path production;

    @BeforeEach
    void store() throws Exception {
        lab = DriftLab.open(world);
        production = Files.createDirectories(world.resolve("production"));
        Files.writeString(production.resolve("document"), "an old one");
        Files.write(Files.createDirectories(production.resolve("a b")).resolve("pi\u00f1ata"), new byte[100_000]);
        volumes = new LabVolumes(lab.client(), lab.namespace(), Files.createDirectories(world.resolve("movers")));
        copy = new LabCopy(lab.client(), copyName(), Files.createDirectories(world.resolve("copies")));
        new LabFilms(lab).store(production);
        secret();
        kaltstart = lab.kaltstart(world);
    }

    @AfterEach
    void close() throws Exception {
        if (kaltstart != null) {
            kaltstart.close();
        }
        if (volumes != null) {
            volumes.close();
        }
        if (copy != null) {
            copy.close();
        }
        if (lab != null) {
            client().persistentVolumes().withName("films-" + lab.namespace()).delete();
            lab.close();
        }
    }

    @Test
    void provesProductionAndLeavesNothingBehindKilledInBetween() throws Exception {
        // the sentinel is being written, the copy restored, the namespace removed
        drill(List.of("seedSentinels", "restoreCopy", "removeCopy")::contains);

        assertThat(killedAt).containsExactly("seedSentinels", "restoreCopy", "removeCopy");
    }

    /** Eleven starts of Kaltstart: too long for each build. */
    @Test
    @Tag("real-time")
    void theSameKilledAtEachStep() throws Exception {
        drill(step -> !step.startsWith("approve"));

        assertThat(killedAt).hasSizeGreaterThanOrEqualTo(10);
    }

    private void drill(Predicate<String> killing) throws Exception {
        Map<String, String> before = content(production);
        String drill = start();

        await(drill)
                .atMost(Duration.ofMinutes(14))
                .pollInterval(Duration.ofMillis(400))
                .until(() -> {
                    kill(drill, killing);
                    return kaltstart.attend(drill);
                });

        assertThat(kaltstart.state(drill))
                .as(kaltstart.answer("/api/recoveries/" + drill + "/steps") + volumes.failures() + copy.failures())
                .isEqualTo("recovered");
        assertThat(message(drill, "proveCopy")).contains("films: proven, with the sentinel of", "copy 2 files");
        assertThat(content(production)).isEqualTo(before);
        nothingIsLeft();
        assertThat(kaltstart.answer("/api/clusters/" + DriftLab.NAME + "/backups"))
                .contains("\"proven\":\"2");
    }

    /** At the first sight of each such step that runs. */
    private void kill(String drill, Predicate<String> killing) throws Exception {
        for (JsonNode step : kaltstart.read("/api/recoveries/" + drill + "/steps")) {
            String name = step.path("step").asText();
            if (!step.path("state").asText().equals("done") && killing.test(name) && killedAt.add(name)) {
                kaltstart.kill();
                kaltstart.start();
                return;
            }
        }
    }

    private String start() throws Exception {
        var started = kaltstart.post("/api/recoveries", """
                {"cluster": "%s", "scenario": "drill-namespace-restore", "mode": "drill", "subject": "%s", "reason": "test"}""".formatted(DriftLab.NAME, lab.namespace()));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        return Serialization.jsonMapper().readTree(started.body()).path("id").asText();
    }

    private void nothingIsLeft() {
        assertThat(client().namespaces().withName(copyName()).get()).isNull();
        assertThat(copy.volumes()).isEmpty();
        assertThat(world.resolve("copies")).isEmptyDirectory();
        assertThat(client().pods().inNamespace(lab.namespace()).list().getItems())
                .noneMatch(pod -> pod.getMetadata().getName().startsWith("kaltstart-"));
        assertThat(String.valueOf(client().genericKubernetesResources("volsync.backube/v1alpha1", "ReplicationSource")
                        .inNamespace(lab.namespace())
                        .withName("mediabox")
                        .get()
                        .<Object>get("spec")))
                .doesNotContain("paused", "manual");
        assertThat(lab.suspended()).isEmpty();
    }

    private String message(String drill, String step) throws Exception {
        String message = "";
        for (JsonNode found : kaltstart.read("/api/recoveries/" + drill + "/steps")) {
            if (found.path("step").asText().equals(step)) {
                message = found.path("message").asText();
            }
        }
        return message;
    }

    /** Each file and directory with its content. */
    private static Map<String, String> content(Path directory) throws IOException {
        var found = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                found.put(
                        directory.relativize(file).toString(),
                        Files.isDirectory(file)
                                ? "directory"
                                : Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private void secret() {
        lab.create("""
                apiVersion: v1
                kind: Secret
                metadata: { name: mediabox-volsync, namespace: %s }
                data: { RESTIC_PASSWORD: %s }
                """.formatted(
                lab.namespace(),
                Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))));
    }

    private String copyName() {
        return lab.namespace() + "-restore-test";
    }

    private KubernetesClient client() {
        return lab.client();
    }
}
