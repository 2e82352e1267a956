package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A commit takes an application and its claim away, the volume is gone: Flux's real controllers prune and bring back, the real
 * restic has the data on a real S3 endpoint.
 */
class RestoreDataLabIT extends LiveDrift {

    private LabVolumes volumes;
    private Path former;
    private Path fresh;

    @AfterEach
    void stop() {
        if (volumes != null) {
            volumes.close();
        }
        lab.client().persistentVolumes().withName("fresh-" + lab.namespace()).delete();
    }

    @Test
    void bringsTheSentinelBack() throws Exception {
        store();
        String sentinel = UUID.randomUUID().toString();
        Files.writeString(former.resolve("sentinel"), sentinel);
        Files.writeString(former.resolve("document"), "an old one");
        Instant saved = volumes.backUp(former);
        // restoreAsOf has whole seconds
        Thread.sleep(1500);
        lose();

        Recovery recovery = recover();

        assertThat(recovery.state()).as(recorded(recovery).problems()).isEqualTo(State.RECOVERED);
        assertThat(fresh.resolve("sentinel")).hasContent(sentinel);
        assertThat(fresh.resolve("document")).hasContent("an old one");
        assertThat(recorded(recovery).message("proveData")).contains("2 files");
        StepState restored = recorded(recovery).steps("restoreVolumes").get(0);
        assertThat(restored.measured()).anySatisfy(value -> {
            assertThat(value.name()).isEqualTo("restorePoint");
            assertThat(value.instant()).isBetween(saved.minusSeconds(1), saved.plusSeconds(20));
        });
        assertThat(lab.suspended()).isEmpty();
        assertThat(lab.client()
                        .apps()
                        .deployments()
                        .inNamespace(lab.namespace())
                        .withName("mediabox")
                        .get()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(1);
        assertThat(source()).doesNotContain("paused", "manual");
        assertThat(lab.client().pods().inNamespace(lab.namespace()).list().getItems())
                .noneMatch(pod -> pod.getMetadata().getName().startsWith("kaltstart-probe"));
    }

    /** The repository is younger than the damage: VolSync reports success, and nothing came back. */
    @Test
    void doesNotCallDataRestoredThatNoSnapshotHad() throws Exception {
        store();
        Files.writeString(former.resolve("sentinel"), "never saved");
        lose();
        volumes.backUp(fresh);
        answers.put("resolve_restoreVolumes", Map.of("decision", "abort", "resolveReason", "no snapshot"));

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        assertThat(recorded(recovery).problems()).contains("nothing was restored");
        assertThat(recorded(recovery).done()).doesNotContain("proveData", "startWriters");
    }

    private String source() {
        return String.valueOf(lab.client()
                .genericKubernetesResources("volsync.backube/v1alpha1", "ReplicationSource")
                .inNamespace(lab.namespace())
                .withName("mediabox")
                .get()
                .<Object>get("spec"));
    }

    private void store() throws IOException {
        former = Files.createDirectories(home.resolve(UUID.randomUUID() + "/former"));
        fresh = Files.createDirectories(home.resolve(UUID.randomUUID() + "/fresh"));
        volumes = new LabVolumes(lab.client(), lab.namespace(), Files.createDirectories(former.resolveSibling("x")));
        new LabFilms(lab).store(former);
    }

    /** What a provisioner would do: the volume goes with its claim, and the next claim gets an empty one. */
    private void lose() {
        lab.deleteTheApplication();
        lab.until(
                "the claim is pruned",
                () -> lab.kustomization("mediabox").get() == null
                        && lab.client()
                                        .persistentVolumeClaims()
                                        .inNamespace(lab.namespace())
                                        .withName("films")
                                        .get()
                                == null);
        lab.client().persistentVolumes().withName("films-" + lab.namespace()).delete();
        new LabFilms(lab).volume("fresh", fresh);
    }
}
