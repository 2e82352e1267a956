package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.ObjectNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A configuration of Litestream, as far as it is in a ConfigMap. One in a Secret is not read.
 *
 * @param databases paths that are copied
 * @param clear whether each of them is named as it is
 */
record LitestreamConfig(List<String> databases, boolean clear) {

    private static final LitestreamConfig UNKNOWN = new LitestreamConfig(List.of(), false);

    private static final int LONGEST = 100_000;
    private static final int MOST = 50;
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");

    /** @param path of the file in the container */
    static LitestreamConfig of(
            KubernetesClient client, String namespace, PodSpec pod, Container container, String path) {
        return container.getVolumeMounts().stream()
                .flatMap(mount -> key(mount, path).stream()
                        .flatMap(key -> source(pod, mount).stream()
                                .flatMap(source -> text(client, namespace, source, key).stream())))
                .findFirst()
                .map(LitestreamConfig::parse)
                .orElse(UNKNOWN);
    }

    /** The name of the file in the volume, when the volume is mounted around it. */
    private static Optional<String> key(VolumeMount mount, String path) {
        String subPath = Objects.requireNonNullElse(mount.getSubPath(), "");
        if (path.equals(mount.getMountPath())) {
            return Optional.of(subPath).filter(key -> !key.isEmpty());
        }
        String directory = mount.getMountPath().replaceFirst("/+$", "") + "/";
        String rest = path.startsWith(directory) ? path.substring(directory.length()) : "";
        return rest.isEmpty() || rest.contains("/") || !subPath.isEmpty() ? Optional.empty() : Optional.of(rest);
    }

    private static Optional<ConfigMapVolumeSource> source(PodSpec pod, VolumeMount mount) {
        return pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()) && volume.getConfigMap() != null)
                .map(volume -> volume.getConfigMap())
                .filter(map -> map.getName() != null && ObjectNames.isName(map.getName()))
                .findFirst();
    }

    private static Optional<String> text(
            KubernetesClient client, String namespace, ConfigMapVolumeSource source, String file) {
        String key =
                Objects.requireNonNullElse(source.getItems(), List.<io.fabric8.kubernetes.api.model.KeyToPath>of())
                        .stream()
                        .filter(item -> file.equals(item.getPath()))
                        .map(item -> item.getKey())
                        .findFirst()
                        .orElse(file);
        ConfigMap found = client.configMaps()
                .inNamespace(namespace)
                .withName(source.getName())
                .get();
        return found == null || found.getData() == null
                ? Optional.empty()
                : Optional.ofNullable(found.getData().get(key));
    }

    static LitestreamConfig parse(String text) {
        if (text.length() > LONGEST) {
            return UNKNOWN;
        }
        try {
            Object dbs = Serialization.unmarshal(text, Map.class).get("dbs");
            List<?> all = dbs instanceof List<?> list ? list : List.of();
            List<String> paths = all.stream().map(LitestreamConfig::path).toList();
            return new LitestreamConfig(
                    paths, paths.size() <= MOST && paths.stream().allMatch(PATH.asMatchPredicate()));
        } catch (RuntimeException e) {
            // whatever the parser says of a text that is no YAML, or no map
            return UNKNOWN;
        }
    }

    /** Blank for a directory of databases, or for none. */
    private static String path(Object database) {
        return database instanceof Map<?, ?> map && map.get("path") instanceof String path ? path : "";
    }

    /** None when one is not clear: another one would be lost without a word. */
    List<String> databasesIn(String place) {
        return clear
                ? Stream.ofNullable(databases)
                        .flatMap(List::stream)
                        .filter(path -> path.startsWith(place + "/"))
                        .distinct()
                        .toList()
                : List.of();
    }
}
