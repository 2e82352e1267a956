package dev.kaltstart.backup.method.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pod that makes backups, turned into one that restores: the same image, account, settings and Secrets, by reference; another
 * command, and the lost claim to write to. Nothing else of the pod runs.
 *
 * @param container that has the tool
 * @param claim by name; blank for a pod that only asks the tool
 * @param place where the script finds the claim
 * @param sources paths that are saved: what else is mounted there is not needed
 */
record ToolPod(PodTemplateSpec template, Container container, String claim, String place, List<String> sources) {

    private static final String DATA = "kaltstart-claim";
    private static final String WORK = "kaltstart-work";

    /** @param variables what the script has to know */
    PodTemplateSpec restoring(RestoreScript script, Map<String, String> variables) {
        PodSpec pod = template.getSpec();
        Set<String> ofClaims = pod.getVolumes().stream()
                .filter(this::unwanted)
                .map(Volume::getName)
                .collect(Collectors.toSet());
        Container restoring = new ContainerBuilder(container)
                .withName("restore")
                .withCommand("/bin/sh", "-c", script.text())
                .withArgs()
                .withEnv(environment(variables))
                .withVolumeMounts(mounts(ofClaims))
                .withWorkingDir(null)
                .withLifecycle(null)
                .withLivenessProbe(null)
                .withReadinessProbe(null)
                .withStartupProbe(null)
                .withRestartPolicy(null)
                .withPorts()
                .withTerminationMessagePath("/dev/termination-log")
                .withTerminationMessagePolicy("File")
                .build();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels())
                .withAnnotations(annotations())
                .endMetadata()
                .withSpec(new PodSpecBuilder(pod)
                        .withInitContainers()
                        .withContainers(restoring)
                        .withVolumes(volumes(ofClaims))
                        .withRestartPolicy("Never")
                        .withActiveDeadlineSeconds(null)
                        .withHostname(null)
                        .withTopologySpreadConstraints()
                        .build())
                .build();
    }

    /** Other claims may be lost as well, or mounted elsewhere; only a repository may be on one. */
    private boolean unwanted(Volume volume) {
        if (volume.getPersistentVolumeClaim() == null) {
            return false;
        }
        return claim.equals(volume.getPersistentVolumeClaim().getClaimName())
                || container.getVolumeMounts().stream()
                        .filter(mount -> mount.getName().equals(volume.getName()))
                        .allMatch(mount -> Boolean.TRUE.equals(mount.getReadOnly()) || isSource(mount.getMountPath()));
    }

    private boolean isSource(String path) {
        return sources.stream().anyMatch(source -> (path + "/").startsWith(source + "/"));
    }

    private List<EnvVar> environment(Map<String, String> variables) {
        var all = new ArrayList<>(Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of()));
        all.removeIf(variable -> variables.containsKey(variable.getName()));
        variables.forEach((name, value) ->
                all.add(new EnvVarBuilder().withName(name).withValue(value).build()));
        return all;
    }

    private List<VolumeMount> mounts(Set<String> ofClaims) {
        var mounts = new ArrayList<VolumeMount>();
        container.getVolumeMounts().stream()
                .filter(mount -> !ofClaims.contains(mount.getName()))
                .forEach(mounts::add);
        mounts.add(new VolumeMountBuilder().withName(DATA).withMountPath(place).build());
        mounts.add(new VolumeMountBuilder()
                .withName(WORK)
                .withMountPath(RestoreScript.WORK)
                .build());
        return mounts;
    }

    private List<Volume> volumes(Set<String> ofClaims) {
        Set<String> mounted = container.getVolumeMounts().stream()
                .map(VolumeMount::getName)
                .filter(name -> !ofClaims.contains(name))
                .collect(Collectors.toSet());
        var volumes = new ArrayList<Volume>();
        template.getSpec().getVolumes().stream()
                .filter(volume -> mounted.contains(volume.getName()))
                .forEach(volumes::add);
        volumes.add(
                claim.isEmpty()
                        ? new VolumeBuilder()
                                .withName(DATA)
                                .withNewEmptyDir()
                                .endEmptyDir()
                                .build()
                        : new VolumeBuilder()
                                .withName(DATA)
                                .withNewPersistentVolumeClaim(claim, false)
                                .build());
        volumes.add(new VolumeBuilder()
                .withName(WORK)
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        return volumes;
    }

    /** A network policy may allow the way to the repository by labels. */
    private Map<String, String> labels() {
        return template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
    }

    private Map<String, String> annotations() {
        return template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
    }

    /** The other containers of the pod, by name; they are not started. */
    List<String> others() {
        var others = new ArrayList<String>();
        List.of(
                        Objects.requireNonNullElse(template.getSpec().getInitContainers(), List.<Container>of()),
                        template.getSpec().getContainers())
                .forEach(some -> some.stream()
                        .map(Container::getName)
                        .filter(name -> !name.equals(container.getName()))
                        .forEach(others::add));
        return others;
    }
}
