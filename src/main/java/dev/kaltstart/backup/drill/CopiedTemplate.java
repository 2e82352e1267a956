package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.method.ObjectNames;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a workload, as they may start in a copy: without anything through which they would reach the original, its hosts
 * or other networks past the NetworkPolicy.
 *
 * @param claims that the copy has
 */
record CopiedTemplate(PodTemplateSpec original, Set<String> claims) {

    /** Labels by which others find the original. */
    private static final List<String> OF_OTHERS =
            List.of("kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/", "kaltstart.dev/");

    static Map<String, String> labels(@Nullable Map<String, String> original) {
        return Objects.requireNonNullElse(original, Map.<String, String>of()).entrySet().stream()
                .filter(label -> OF_OTHERS.stream().noneMatch(label.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Why these pods must not start beside the original; empty when they may. */
    Optional<String> reason() {
        PodSpec spec = original.getSpec();
        if (on(spec.getHostNetwork()) || on(spec.getHostPID()) || on(spec.getHostIPC())) {
            return Optional.of("uses the network or processes of its host");
        }
        if (containers().anyMatch(CopiedTemplate::privileged)) {
            return Optional.of("has a privileged container");
        }
        return spec.getVolumes().stream()
                .flatMap(volume -> reason(volume).stream())
                .findFirst();
    }

    private static boolean on(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean privileged(Container container) {
        @Nullable SecurityContext context = container.getSecurityContext();
        return context != null
                && (on(context.getPrivileged())
                        || (context.getCapabilities() != null
                                && context.getCapabilities().getAdd().stream()
                                        .anyMatch(Set.of("SYS_ADMIN", "NET_ADMIN", "ALL")::contains)));
    }

    /** What is not known to be harmless is left out. An NFS share is mounted read-only. */
    private Optional<String> reason(Volume volume) {
        if (volume.getPersistentVolumeClaim() != null) {
            String claim = volume.getPersistentVolumeClaim().getClaimName();
            return claims.contains(claim)
                    ? Optional.empty()
                    : Optional.of("mounts the claim " + claim + ", which the copy does not have");
        }
        boolean harmless = Stream.of(
                        volume.getConfigMap(),
                        volume.getSecret(),
                        volume.getEmptyDir(),
                        volume.getProjected(),
                        volume.getDownwardAPI(),
                        volume.getNfs())
                .anyMatch(Objects::nonNull);
        return harmless
                ? Optional.empty()
                : Optional.of("mounts " + volume.getName() + ", which is not a claim of the copy");
    }

    private Stream<Container> containers() {
        PodSpec spec = original.getSpec();
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }

    /** An annotation may attach a further network, and a ServiceAccount may allow what only the original should do. */
    PodTemplateSpec copy() {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels(original.getMetadata().getLabels()))
                .endMetadata()
                .withSpec(new PodSpecBuilder(original.getSpec())
                        .withServiceAccountName(null)
                        .withServiceAccount(null)
                        .withAutomountServiceAccountToken(false)
                        .withNodeName(null)
                        .withInitContainers(without(original.getSpec().getInitContainers()))
                        .withContainers(without(original.getSpec().getContainers()))
                        .withVolumes(original.getSpec().getVolumes().stream()
                                .map(CopiedTemplate::readOnly)
                                .toList())
                        .build())
                .build();
    }

    private static Volume readOnly(Volume volume) {
        return volume.getNfs() == null
                ? volume
                : volume.edit().editNfs().withReadOnly(true).endNfs().build();
    }

    /** Ports of the host. */
    private static List<Container> without(List<Container> containers) {
        return containers.stream()
                .map(container -> container
                        .edit()
                        .withPorts(container.getPorts().stream()
                                .map(CopiedTemplate::withoutHost)
                                .toList())
                        .build())
                .toList();
    }

    private static ContainerPort withoutHost(ContainerPort port) {
        return port.edit().withHostPort(null).withHostIP(null).build();
    }

    Set<String> secrets() {
        var names = new ArrayList<@Nullable String>();
        original.getSpec().getImagePullSecrets().stream()
                .map(LocalObjectReference::getName)
                .forEach(names::add);
        volumes()
                .filter(volume -> volume.getSecret() != null)
                .forEach(volume -> names.add(volume.getSecret().getSecretName()));
        projections()
                .filter(source -> source.getSecret() != null)
                .forEach(source -> names.add(source.getSecret().getName()));
        variables()
                .filter(variable -> variable.getValueFrom().getSecretKeyRef() != null)
                .forEach(variable ->
                        names.add(variable.getValueFrom().getSecretKeyRef().getName()));
        imports()
                .filter(source -> source.getSecretRef() != null)
                .forEach(source -> names.add(source.getSecretRef().getName()));
        return set(names);
    }

    Set<String> configMaps() {
        var names = new ArrayList<@Nullable String>();
        volumes()
                .filter(volume -> volume.getConfigMap() != null)
                .forEach(volume -> names.add(volume.getConfigMap().getName()));
        projections()
                .filter(source -> source.getConfigMap() != null)
                .forEach(source -> names.add(source.getConfigMap().getName()));
        variables()
                .filter(variable -> variable.getValueFrom().getConfigMapKeyRef() != null)
                .forEach(variable ->
                        names.add(variable.getValueFrom().getConfigMapKeyRef().getName()));
        imports()
                .filter(source -> source.getConfigMapRef() != null)
                .forEach(source -> names.add(source.getConfigMapRef().getName()));
        return set(names);
    }

    private static Set<String> set(List<@Nullable String> names) {
        return names.stream()
                .filter(Objects::nonNull)
                .filter(ObjectNames::isName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<Volume> volumes() {
        return original.getSpec().getVolumes().stream();
    }

    private Stream<VolumeProjection> projections() {
        return volumes()
                .filter(volume -> volume.getProjected() != null)
                .flatMap(volume -> volume.getProjected().getSources().stream());
    }

    private Stream<EnvVar> variables() {
        return containers()
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getValueFrom() != null);
    }

    private Stream<EnvFromSource> imports() {
        return containers().flatMap(container -> container.getEnvFrom().stream());
    }
}
