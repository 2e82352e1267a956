package dev.kaltstart;

import dev.kaltstart.backup.proof.EgressPod;
import dev.kaltstart.backup.proof.EndedPods;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * What a provisioner, a kubelet and a network that obeys policies do in the namespace of a copy, on the real API server: a volume is
 * a directory that goes with its claim when the volume says so.
 */
final class LabCopy implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final Path directory;
    private final List<Throwable> failures = new ArrayList<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

    LabCopy(KubernetesClient client, String namespace, Path directory) {
        this.client = client;
        this.namespace = namespace;
        this.directory = directory;
        loop.scheduleWithFixedDelay(this::look, 0, 300, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
                    .filter(claim -> claim.getSpec().getVolumeName() == null)
                    .forEach(this::provide);
            client.pods().inNamespace(namespace).list().getItems().stream()
                    .filter(pod -> pod.getMetadata().getLabels() != null)
                    .filter(pod -> pod.getStatus() == null
                            || !"Succeeded".equals(pod.getStatus().getPhase()))
                    .forEach(this::answer);
            client.apps().deployments().inNamespace(namespace).list().getItems().forEach(this::ready);
            volumes().stream()
                    .filter(volume -> volume.getStatus() != null
                            && "Released".equals(volume.getStatus().getPhase())
                            && "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy()))
                    .forEach(this::reclaim);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Kept after its claim, as many provisioners do it: the drill has to remove the volume all the same. */
    private void provide(PersistentVolumeClaim claim) {
        String name = "copy-" + claim.getMetadata().getUid();
        if (client.persistentVolumes().withName(name).get() == null) {
            client.resource(new PersistentVolumeBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .withNewSpec()
                            .withCapacity(claim.getSpec().getResources().getRequests())
                            .withAccessModes(claim.getSpec().getAccessModes())
                            .withPersistentVolumeReclaimPolicy("Retain")
                            .withNewHostPath(made(name).toString(), "")
                            .withNewClaimRef()
                            .withNamespace(namespace)
                            .withName(claim.getMetadata().getName())
                            .withUid(claim.getMetadata().getUid())
                            .endClaimRef()
                            .endSpec()
                            .build())
                    .create();
        }
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Pod pod) {
        boolean open = pod.getMetadata().getLabels().containsKey(EgressPod.OPEN);
        if (!open && !pod.getMetadata().getLabels().containsKey(EgressPod.CLOSED)) {
            return;
        }
        boolean closed = !client.network()
                .networkPolicies()
                .inNamespace(namespace)
                .list()
                .getItems()
                .isEmpty();
        new EndedPods(client, Instant.now()).succeed(pod, "reached=" + (open || !closed ? 5 : 0));
    }

    private void ready(Deployment deployment) {
        if (deployment.getStatus() == null || deployment.getStatus().getReadyReplicas() == null) {
            client.resource(deployment
                            .edit()
                            .editOrNewStatus()
                            .withReplicas(1)
                            .withReadyReplicas(1)
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    private void reclaim(PersistentVolume volume) {
        client.persistentVolumes().withName(volume.getMetadata().getName()).delete();
        try {
            FileSystemUtils.deleteRecursively(
                    Path.of(volume.getSpec().getHostPath().getPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of this copy, in whatever state. */
    List<PersistentVolume> volumes() {
        return client.persistentVolumes().list().getItems().stream()
                .filter(volume -> volume.getSpec().getClaimRef() != null
                        && namespace.equals(volume.getSpec().getClaimRef().getNamespace()))
                .toList();
    }

    /** What went wrong in between; a conflict with another writer is tried again. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
