package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.cluster.volumes.PodShape.Container;
import dev.kaltstart.cluster.volumes.PodShape.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pods that bjw-s' app-template makes: one kind for each controller. */
record AppTemplatePods(ChartRelease release) {

    private static final int MOST = 50;

    List<PodShape> pods() {
        var pods = new ArrayList<PodShape>();
        var controllers = release.at("controllers");
        if (controllers.isObject()) {
            controllers.properties().stream()
                    .filter(entry -> AppTemplate.isOn(entry.getValue()))
                    .limit(MOST)
                    .forEach(entry -> pods.add(pod(entry.getKey(), entry.getValue())));
        } else {
            // before the library had controllers, a release was one
            pods.add(pod("main", release.values()));
        }
        return pods;
    }

    private PodShape pod(String name, JsonNode controller) {
        var annotations = new LinkedHashMap<String, String>();
        Stream.of(
                        release.at("defaultPodOptions", "annotations"),
                        at(controller, "pod", "annotations"),
                        at(controller, "podAnnotations"))
                .forEach(map -> annotations.putAll(ManifestText.map(map)));
        var labels = new LinkedHashMap<String, String>();
        Stream.of(release.at("defaultPodOptions", "labels"), at(controller, "pod", "labels"))
                .forEach(map -> labels.putAll(ManifestText.map(map)));
        labels.put("app.kubernetes.io/name", release.name());
        labels.put("app.kubernetes.io/instance", release.name());
        var claims = new LinkedHashMap<String, String>();
        var configMaps = new LinkedHashMap<String, String>();
        items().forEach(item -> {
            if (AppTemplate.type(item.getValue()).equals("persistentVolumeClaim")) {
                PodSpecs.put(claims, item.getKey(), new AppTemplate(release).claim(item.getKey(), item.getValue()));
            } else if (AppTemplate.type(item.getValue()).equals("configMap")) {

                var own = ManifestText.name(item.getValue(), "identifier");
                PodSpecs.put(
                        configMaps,
                        item.getKey(),
                        own.isEmpty()
                                ? release.rendered(ManifestText.name(item.getValue(), "name"))
                                : ownConfigMap(release.name(), own));
            }
        });
        var containers = new ArrayList<Container>();
        Stream.of("initContainers", "containers", "additionalContainers", "sidecars")
                .flatMap(field -> at(controller, field).properties().stream())
                .limit(MOST)
                .forEach(entry -> containers.add(container(name, entry.getKey(), entry.getValue())));
        if (controller == release.values()) {
            containers.add(container(name, "main", controller));
        }
        return new PodShape(
                release.namespace(),
                release.name(),
                at(controller, "type").asText("").equals("cronjob"),
                labels,
                annotations,
                claims,
                configMaps,
                containers,
                release.source());
    }

    /** The name by which {@link ConfigTexts} keeps what the values of a release put into a ConfigMap. */
    static String ownConfigMap(String release, String identifier) {
        return release + "/" + identifier;
    }

    private List<Map.Entry<String, JsonNode>> items() {
        return release.at("persistence").properties().stream()
                .filter(entry -> AppTemplate.isOn(entry.getValue()))
                .limit(MOST)
                .toList();
    }

    private Container container(String controller, String name, JsonNode container) {
        var image = at(container, "image");
        var mounts = new ArrayList<Mount>();
        items().forEach(item -> mounts(item.getValue(), controller, name, item.getKey())
                .forEach(mount -> {
                    if (mounts.size() < MOST) {
                        mounts.add(mount);
                    }
                }));
        return new Container(
                image.isTextual() ? ManifestText.name(image.asText()) : ManifestText.name(image, "repository"),
                PodSpecs.words(container),
                mounts);
    }

    /** Without any mounts, the item is in all containers, below its key. */
    private static Stream<Mount> mounts(JsonNode item, String controller, String container, String key) {
        var advanced = at(item, "advancedMounts");
        if (advanced.isObject()) {
            return PodSpecs.stream(at(advanced, controller, container)).map(mount -> mount(key, mount, item));
        }
        if (at(item, "globalMounts").isArray()) {
            return PodSpecs.stream(at(item, "globalMounts")).map(mount -> mount(key, mount, item));
        }
        return Stream.of(mount(key, item, item));
    }

    private static Mount mount(String key, JsonNode mount, JsonNode item) {
        var path = at(mount, "path").isTextual() && mount != item
                ? ManifestText.name(mount, "path")
                : ManifestText.name(mount, "mountPath");
        return new Mount(
                key,
                path.isEmpty() ? "/" + key : path,
                mount == item ? "" : ManifestText.name(mount, "subPath"),
                at(mount, "readOnly").asBoolean(at(item, "readOnly").asBoolean()));
    }
}
