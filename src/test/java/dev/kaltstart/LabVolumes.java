package dev.kaltstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What a kubelet and VolSync do with volumes, on the real API server and with the real restic and S3: a volume is a directory
 * of this machine (hostPath). Pods that read a volume run their command on it; VolSync's movers do what
 * mover-restic/entry.sh of VolSync 0.15 does, and say what restic says.
 */
final class LabVolumes implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final KubernetesClient client;
    private final String namespace;
    private final List<String> namespaces;
    private final Lab lab = Lab.here().with("s3");
    private final LabTools tools;
    private final Path scratch;
    private final String repository;
    private final List<Throwable> failures = new ArrayList<>();
    private final ScheduledExecutorService kubelet = Executors.newSingleThreadScheduledExecutor();

    LabVolumes(KubernetesClient client, String namespace, Path scratch) {
        this.client = client;
        this.namespace = namespace;
        this.namespaces = List.of(namespace, namespace + "-restore-test");
        this.scratch = scratch;
        this.tools = new LabTools(scratch);
        this.repository = "s3:" + lab.setting("S3") + "/backups/restore-" + UUID.randomUUID();
        restic("init");
        kubelet.scheduleWithFixedDelay(this::look, 0, 300, TimeUnit.MILLISECONDS);
    }

    /** @return when it began */
    Instant backUp(Path data) {
        Instant began = Instant.now();
        restic("backup", "--host", namespace, data.toString());
        return began;
    }

    private void look() {
        try {
            for (String each : namespaces) {
                pods(each).forEach(this::run);
                objects(each, "replicationdestinations", "ReplicationDestination").list().getItems().stream()
                        .filter(LabVolumes::triggered)
                        .forEach(this::restore);
                objects(each, "replicationsources", "ReplicationSource").list().getItems().stream()
                        .filter(source -> !Boolean.TRUE.equals(source.get("spec", "paused")))
                        .filter(LabVolumes::triggered)
                        .forEach(this::save);
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private Stream<Pod> pods(String each) {
        return Stream.of("kaltstart.dev/volume-probe", "kaltstart.dev/sentinel")
                .flatMap(label -> client.pods().inNamespace(each).withLabel(label).list().getItems().stream())
                .filter(pod -> pod.getStatus() == null
                        || !List.of("Succeeded", "Failed")
                                .contains(pod.getStatus().getPhase()));
    }

    private static boolean triggered(GenericKubernetesResource object) {
        Object token = object.get("spec", "trigger", "manual");
        return token != null && !token.equals(object.get("status", "lastManualSync"));
    }

    private void run(Pod pod) {
        Path said = scratch.resolve("termination-log");
        Optional<Path> data = directory(
                pod.getMetadata().getNamespace(),
                pod.getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName());
        if (data.isEmpty()) {
            return;
        }
        List<String> command = pod.getSpec().getContainers().get(0).getCommand().stream()
                .map(word ->
                        word.replace("/data", data.get().toString()).replace("/dev/termination-log", said.toString()))
                .toList();
        try {
            Files.deleteIfExists(said);
            var builder = new ProcessBuilder(command).inheritIO();
            pod.getSpec()
                    .getContainers()
                    .get(0)
                    .getEnv()
                    .forEach(variable -> builder.environment().put(variable.getName(), variable.getValue()));
            int exit = builder.start().waitFor();
            pod.getStatus().setPhase(exit == 0 ? "Succeeded" : "Failed");
            pod.getStatus()
                    .setContainerStatuses(List.of(new ContainerStatusBuilder()
                            .withName("probe")
                            .withImage("busybox")
                            .withImageID("")
                            .withReady(false)
                            .withRestartCount(0)
                            .withNewState()
                            .withNewTerminated()
                            .withExitCode(exit)
                            .withMessage(Files.exists(said) ? Files.readString(said) : "")
                            .withFinishedAt(Instant.now().toString())
                            .endTerminated()
                            .endState()
                            .build()));
            client.resource(pod).updateStatus();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restore(GenericKubernetesResource destination) {
        Optional<Path> data = directory(destination.getMetadata().getNamespace(), String.valueOf((Object)
                destination.get("spec", "restic", "destinationPVC")));
        if (data.isEmpty()) {
            return;
        }
        Object limit = destination.get("spec", "restic", "restoreAsOf");
        Instant asOf = limit == null
                ? Instant.MAX
                : OffsetDateTime.parse(String.valueOf(limit)).toInstant();
        Optional<String> snapshot = snapshot(asOf);
        String logs = snapshot.map(id -> restoreInto(id, data.get()))
                .orElse("No eligible snapshots found\n=== No data will be restored ===");
        done("replicationdestinations", "ReplicationDestination", destination, logs);
    }

    /** The newest that is not younger, as select_restic_snapshot_to_restore of the mover finds it. */
    private Optional<String> snapshot(Instant asOf) {
        try {
            var found = new ArrayList<JsonNode>();
            JSON.readTree(restic("snapshots", "--json")).forEach(found::add);
            return found.stream()
                    .filter(one -> !time(one).isAfter(asOf))
                    .max(Comparator.comparing(LabVolumes::time))
                    .map(one -> one.get("id").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant time(JsonNode snapshot) {
        return OffsetDateTime.parse(snapshot.get("time").asText()).toInstant();
    }

    /** In a mover the volume is always at /data; here it is a directory under another path. */
    private String restoreInto(String snapshot, Path data) {
        Path out = scratch.resolve("out-" + UUID.randomUUID());
        String logs = restic("restore", snapshot, "--target", out.toString());
        try (Stream<Path> files = Files.walk(out)) {
            Path saved = out.resolve(Path.of("/").relativize(path(snapshot)));
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = data.resolve(saved.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
            FileSystemUtils.deleteRecursively(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs;
    }

    private Path path(String snapshot) throws IOException {
        return Path.of(JSON.readTree(restic("snapshots", "--json", snapshot))
                .path(0)
                .path("paths")
                .path(0)
                .asText());
    }

    private void save(GenericKubernetesResource source) {
        directory(source.getMetadata().getNamespace(), String.valueOf((Object) source.get("spec", "sourcePVC")))
                .ifPresent(data -> {
                    backUp(data);
                    done("replicationsources", "ReplicationSource", source, "snapshot saved");
                });
    }

    private void done(String plural, String kind, GenericKubernetesResource object, String logs) {
        object.setAdditionalProperty(
                "status",
                new HashMap<>(Map.of(
                        "lastManualSync",
                        Objects.requireNonNull(object.<Object>get("spec", "trigger", "manual")),
                        "lastSyncTime",
                        Instant.now().toString(),
                        "latestMoverStatus",
                        Map.of("result", "Successful", "logs", logs))));
        objects(object.getMetadata().getNamespace(), plural, kind)
                .resource(object)
                .updateStatus();
    }

    /** Behind a bound claim. */
    private Optional<Path> directory(String namespace, String claim) {
        var found = client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .get();
        if (found == null
                || found.getStatus() == null
                || !"Bound".equals(found.getStatus().getPhase())) {
            return Optional.empty();
        }
        return Optional.ofNullable(client.persistentVolumes()
                        .withName(found.getSpec().getVolumeName())
                        .get())
                .map(volume -> Path.of(volume.getSpec().getHostPath().getPath()));
    }

    private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    GenericKubernetesResource,
                    io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            objects(String namespace, String plural, String kind) {
        MixedOperation<
                        GenericKubernetesResource,
                        io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
                        Resource<GenericKubernetesResource>>
                all = client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup("volsync.backube")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build());
        return all.inNamespace(namespace);
    }

    private String restic(String... arguments) {
        Result result = tools.run(Command.of("restic", "-r", repository)
                .plus(arguments)
                .with("HOME", scratch.toString())
                .with("TZ", "UTC")
                .with("AWS_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("AWS_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("RESTIC_PASSWORD", "for-tests-only"));
        if (!result.succeeded()) {
            throw new AssertionError("restic " + arguments[0] + ": " + result.output() + result.error());
        }
        return result.output();
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
