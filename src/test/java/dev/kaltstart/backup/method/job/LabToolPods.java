package dev.kaltstart.backup.method.job;

import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a kubelet does with the pods of Jobs, with the real API server, Job controller and tools: it runs the command of the only
 * container, with its environment and with the values of its Secrets. A directory of this machine is the volume.
 */
final class LabToolPods implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final Path scratch;
    private final String path;
    private final List<Throwable> failures = new ArrayList<>();
    private final ScheduledExecutorService kubelet = Executors.newSingleThreadScheduledExecutor();

    /** @param scratch where the paths of the pod begin that Kaltstart chooses */
    LabToolPods(World world, Path scratch, String... tools) throws IOException {
        this.client = world.kubernetes();
        this.namespace = world.namespace();
        this.scratch = scratch;
        Files.createDirectories(scratch.resolve("work"));
        var directories = new ArrayList<String>();
        for (String tool : tools) {
            directories.add(
                    String.valueOf(Lab.here().tool(tool).toAbsolutePath().getParent()));
        }
        directories.add(System.getenv("PATH"));
        this.path = String.join(File.pathSeparator, directories);
        kubelet.scheduleWithFixedDelay(this::look, 0, 200, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            client.pods().inNamespace(namespace).list().getItems().stream()
                    .filter(pod -> !pod.getMetadata().getOwnerReferences().isEmpty()
                            && pod.getMetadata().getDeletionTimestamp() == null
                            && "Running".equals(pod.getStatus().getPhase()))
                    .forEach(this::run);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void run(Pod pod) {
        Container container = pod.getSpec().getContainers().get(0);
        Path said = scratch.resolve("termination-log");
        try {
            Files.deleteIfExists(said);
            mounted(pod, container);
            var builder = new ProcessBuilder(words(container, said)).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment(container));
            Process process = builder.redirectOutput(
                            scratch.resolve(pod.getMetadata().getName() + ".log")
                                    .toFile())
                    .start();
            int exit = process.waitFor();
            ended(pod, container, exit, Files.exists(said) ? Files.readString(said) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> words(Container container, Path said) {
        List<String> words = new ArrayList<>(container.getCommand());
        words.addAll(container.getArgs());
        if (container.getCommand().isEmpty()) {
            words.add(0, "restic");
        }
        return words.stream()
                .map(word ->
                        word.replace("/kaltstart/", scratch + "/").replace("/dev/termination-log", said.toString()))
                .toList();
    }

    /** The claim is where the pod wants it: what is written there is written to its volume. */
    private void mounted(Pod pod, Container container) {
        if (!container.getName().equals("restore")) {
            return;
        }
        for (VolumeMount mount : container.getVolumeMounts()) {
            pod.getSpec().getVolumes().stream()
                    .filter(volume ->
                            volume.getName().equals(mount.getName()) && volume.getPersistentVolumeClaim() != null)
                    .forEach(volume -> {
                        Path place = Path.of(mount.getMountPath().replaceFirst("^/kaltstart/", scratch + "/"));
                        Path directory =
                                directory(volume.getPersistentVolumeClaim().getClaimName());
                        if (!place.equals(directory)) {
                            throw new AssertionError(place + " is not the volume of the claim, " + directory);
                        }
                    });
        }
    }

    private Path directory(String claim) {
        String volume = client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .require()
                .getSpec()
                .getVolumeName();
        return Path.of(client.persistentVolumes()
                .withName(volume)
                .require()
                .getSpec()
                .getHostPath()
                .getPath());
    }

    private Map<String, String> environment(Container container) {
        var environment = new HashMap<>(Map.of("PATH", path, "HOME", scratch.toString()));
        container
                .getEnvFrom()
                .forEach(source ->
                        environment.putAll(secret(source.getSecretRef().getName())));
        for (EnvVar variable : container.getEnv()) {
            var from = variable.getValueFrom();
            environment.put(
                    variable.getName(),
                    from == null
                            ? Objects.requireNonNullElse(variable.getValue(), "")
                            : Objects.requireNonNull(
                                    secret(from.getSecretKeyRef().getName())
                                            .get(from.getSecretKeyRef().getKey())));
        }
        return environment;
    }

    private Map<String, String> secret(String name) {
        var values = new HashMap<String, String>();
        client.secrets()
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getData()
                .forEach((key, value) ->
                        values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return values;
    }

    private void ended(Pod pod, Container container, int exit, String message) {
        Pod now = client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .get();
        if (now == null) {
            return;
        }
        now.getStatus().setPhase(exit == 0 ? "Succeeded" : "Failed");
        now.getStatus()
                .setContainerStatuses(List.of(new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exit)
                        .withMessage(message)
                        .withFinishedAt(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .endTerminated()
                        .endState()
                        .build()));
        client.resource(now).updateStatus();
    }

    /** What went wrong in between; a conflict with another writer is tried again. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        kubelet.shutdownNow();
    }
}
