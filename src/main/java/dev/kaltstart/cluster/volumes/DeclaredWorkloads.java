package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The workloads of Kubernetes: their pods, and the volumes that they bring along. */
final class DeclaredWorkloads {

    private static final int MOST = 10_000;
    private static final int MOST_TEMPLATES = 100;

    /** Directories of a node that hold none of an application's data. */
    static final Pattern OF_THE_NODE = Pattern.compile(
            "/?(?:(?:dev|sys|system|proc|run|etc|usr|boot|lib|tmp|opt/cni|var/run|var/log|var/lib/kubelet)(?:/.*)?|var(?:/lib)?)?/?");

    private final List<PodShape> pods = new ArrayList<>();

    /** @param volumes takes those that it brings along */
    void see(String source, ObjectNode object, Consumer<FoundVolume> volumes) {
        switch (text(object, "kind")) {
            case "StatefulSet" -> {
                add(PodSpecs.of(object, at(object, "spec", "template"), source));
                templates(source, object, volumes);
                mounts(source, object, at(object, "spec", "template"), volumes);
            }
            case "Deployment" -> {
                add(PodSpecs.of(object, at(object, "spec", "template"), source));
                mounts(source, object, at(object, "spec", "template"), volumes);
            }
            case "DaemonSet", "Job" -> add(PodSpecs.of(object, at(object, "spec", "template"), source));
            case "CronJob" -> add(PodSpecs.of(object, at(object, "spec", "jobTemplate", "spec", "template"), source));
            default -> {}
        }
    }

    void add(PodShape pod) {
        if (pods.size() < MOST) {
            pods.add(pod);
        }
    }

    List<PodShape> pods() {
        return pods;
    }

    /** A template makes one claim for each replica: {@code data-web-0}. */
    private static void templates(String source, ObjectNode set, Consumer<FoundVolume> volumes) {
        var name = ManifestText.name(set, "metadata", "name");
        PodSpecs.stream(at(set, "spec", "volumeClaimTemplates"))
                .limit(MOST_TEMPLATES)
                .forEach(template -> volumes.accept(FoundVolume.claim(
                        ManifestText.namespace(set),
                        ManifestText.name(template, "metadata", "name") + "-" + name + "-*",
                        name,
                        template,
                        at(template, "spec"),
                        source)));
    }

    private static void mounts(String source, ObjectNode workload, JsonNode template, Consumer<FoundVolume> volumes) {
        PodSpecs.stream(at(template, "spec", "volumes")).limit(MOST_TEMPLATES).forEach(volume -> {
            var path = ManifestText.name(volume, "hostPath", "path");
            var server = ManifestText.name(volume, "nfs", "server");
            if (!server.isEmpty()) {
                volumes.accept(mount(
                        workload,
                        "nfs://" + server + ManifestText.name(volume, "nfs", "path"),
                        DataSystem.NFS,
                        source));
            } else if (!path.isEmpty() && !OF_THE_NODE.matcher(path).matches()) {
                volumes.accept(mount(workload, path, DataSystem.LOCAL_VOLUMES, source));
            }
        });
    }

    private static FoundVolume mount(ObjectNode workload, String address, DataSystem system, String source) {
        return FoundVolume.of(
                Origin.MOUNT,
                ManifestText.namespace(workload),
                address,
                ManifestText.name(workload, "metadata", "name"),
                system,
                source);
    }
}
