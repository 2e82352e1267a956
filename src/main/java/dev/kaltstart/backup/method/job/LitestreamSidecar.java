package dev.kaltstart.backup.method.job;

import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container of a workload that copies databases of a claim with Litestream, by a configuration in a ConfigMap (src:
 * benbjohnson/litestream, 0.5: cmd/litestream/main.go, DefaultConfigPath).
 *
 * @param workload that has it: {@code Deployment.paperless}
 * @param claim by name
 * @param place where the container has the claim, which the configuration names
 * @param config path of the configuration in the container
 * @param databases on the claim, by their paths in the container
 */
record LitestreamSidecar(
        String workload,
        PodTemplateSpec template,
        Container container,
        String claim,
        String place,
        String config,
        List<String> databases) {

    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?litestream(?:[:@].*)?");
    private static final String DEFAULT_CONFIG = "/etc/litestream.yml";

    /** The only one of the namespace for the claim; empty when there are several, or when one is not clear. */
    static Optional<LitestreamSidecar> of(KubernetesClient client, LostClaim claim) {
        List<LitestreamSidecar> found =
                all(client, claim).filter(one -> !one.databases().isEmpty()).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Stream<LitestreamSidecar> all(KubernetesClient client, LostClaim claim) {
        String namespace = claim.namespace();
        return Stream.concat(
                client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                        .flatMap(object -> in(
                                client,
                                namespace,
                                "Deployment." + object.getMetadata().getName(),
                                object.getSpec().getTemplate(),
                                claim.name(),
                                "")),
                client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
                        .flatMap(object -> in(
                                client,
                                namespace,
                                "StatefulSet." + object.getMetadata().getName(),
                                object.getSpec().getTemplate(),
                                claim.name(),
                                object.getSpec().getVolumeClaimTemplates().stream()
                                        .map(one -> one.getMetadata().getName())
                                        .filter(one -> claim.name()
                                                .matches(Pattern.quote(one + "-"
                                                                + object.getMetadata()
                                                                        .getName())
                                                        + "-\\d{1,6}"))
                                        .findFirst()
                                        .orElse(""))));
    }

    /** @param made volume that a StatefulSet makes of the claim; blank for none */
    private static Stream<LitestreamSidecar> in(
            KubernetesClient client,
            String namespace,
            String workload,
            PodTemplateSpec template,
            String claim,
            String made) {
        PodSpec pod = template.getSpec();
        Set<String> volumes = Stream.concat(
                        Stream.of(made).filter(name -> !name.isEmpty()),
                        pod.getVolumes().stream()
                                .filter(volume -> volume.getPersistentVolumeClaim() != null
                                        && claim.equals(volume.getPersistentVolumeClaim()
                                                .getClaimName()))
                                .map(Volume::getName))
                .collect(Collectors.toSet());
        return Stream.concat(
                        Objects.requireNonNullElse(pod.getInitContainers(), List.<Container>of()).stream(),
                        pod.getContainers().stream())
                .filter(LitestreamSidecar::replicates)
                .flatMap(container -> {
                    List<VolumeMount> mounts = container.getVolumeMounts().stream()
                            .filter(mount -> volumes.contains(mount.getName()))
                            .toList();
                    if (mounts.size() != 1 || !ResticCronJob.whole(mounts.get(0))) {
                        return Stream.of();
                    }
                    String place = mounts.get(0).getMountPath().replaceFirst("(?<=.)/+$", "");
                    String config = config(container);
                    return Stream.of(new LitestreamSidecar(
                            workload,
                            template,
                            container,
                            claim,
                            place,
                            config,
                            LitestreamConfig.of(client, namespace, pod, container, config)
                                    .databasesIn(place)));
                });
    }

    private static boolean replicates(Container container) {
        return IMAGE.matcher(Objects.requireNonNullElse(container.getImage(), ""))
                        .matches()
                && words(container).contains("replicate");
    }

    private static List<String> words(Container container) {
        return new ContainerWords(container)
                .commands("litestream").stream().flatMap(List::stream).toList();
    }

    private static String config(Container container) {
        List<String> words = words(container);
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.matches("--?config=.+")) {
                return word.substring(word.indexOf('=') + 1);
            }
            if (word.matches("--?config") && at + 1 < words.size()) {
                return words.get(at + 1);
            }
        }
        return DEFAULT_CONFIG;
    }

    /** @param before as Go reads it, in whole seconds */
    PodTemplateSpec restoring(String before) {
        // the labels are those of the application, whose Services would lead to this pod
        PodTemplateSpec unlabelled = new PodTemplateSpecBuilder(template)
                .withNewMetadata()
                .endMetadata()
                .build();
        return new ToolPod(unlabelled, container, claim, place, otherClaims())
                .restoring(
                        RestoreScript.LITESTREAM,
                        new TreeMap<>(Map.of(
                                "KALTSTART_BEFORE", before,
                                "KALTSTART_CONFIG", config,
                                "KALTSTART_DATABASES", String.join("\n", databases))));
    }

    private List<String> otherClaims() {
        Set<String> volumes = template.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(Volume::getName)
                .collect(Collectors.toSet());
        return container.getVolumeMounts().stream()
                .filter(mount -> volumes.contains(mount.getName()))
                .map(VolumeMount::getMountPath)
                .toList();
    }
}
