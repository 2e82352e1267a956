package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Velero restores files only into a pod that it has made itself. The pod comes back without its labels, so that no workload
 * adopts or deletes the pod, and with a container that does nothing instead of the application's: the application would write.
 * Velero waits for its files in an init container before all others (src: vmware-tanzu/velero:
 * pkg/restore/actions/pod_volume_restore_action.go, internal/resourcemodifiers). All saved volumes of a pod are overwritten
 * together: a pod with other claims is refused.
 */
record VeleroPods(KubernetesClient client, VeleroRestore restore) {

    /** A workload of the namespace, as far as its pods can be selected. */
    private record Workload(Map<String, String> labels, Map<String, String> template, Set<String> claims) {

        boolean selects(Workload other) {
            return other.template.entrySet().containsAll(labels.entrySet());
        }
    }

    /** Never to be started: the pod is deleted when the files are there. */
    private static final String IMAGE = "registry.k8s.io/pause:3.10";

    /** The labels of the pod in the backup, without those that change with a version: its workload's selector. */
    Map<String, String> labels(VeleroBackup backup) {
        List<Workload> workloads = workloads();
        Workload own = workloads.stream()
                .filter(workload -> workload.claims().contains(claim()))
                .findFirst()
                .orElseThrow(
                        () -> new Failure.NeedsHuman(
                                "WORKLOAD_MISSING",
                                restore.claim().label() + " was saved with the files of the pod "
                                        + restore.point().pod()
                                        + ", and Velero can select the pod only by the labels of its"
                                        + " workload, which does not exist: bring the manifest of the workload back, then retry"));
        if (own.labels().isEmpty() || workloads.stream().anyMatch(other -> !other.equals(own) && own.selects(other))) {
            throw byHand("the labels of its workload select pods of other workloads as well");
        }
        Set<String> others = others(backup, own);
        if (!others.isEmpty()) {
            throw byHand("the pod has other claims in this backup (" + String.join(", ", others)
                    + "), whose present data would be overwritten");
        }
        return own.labels();
    }

    private Failure.NeedsHuman byHand(String why) {
        return new Failure.NeedsHuman(
                "CLAIM_NOT_ALONE",
                restore.claim().label() + " cannot be restored alone from the backup "
                        + restore.point().backup() + " of Velero: " + why
                        + ". Choose another restore point, or restore by hand");
    }

    private Set<String> others(VeleroBackup backup, Workload own) {
        return backup.files(client).stream()
                .filter(files -> restore.claim().namespace().equals(files.get("spec", "pod", "namespace")))
                .filter(files -> restore.point().pod().equals(files.get("spec", "pod", "name"))
                        || own.claims().contains(VeleroBackup.claimOf(files)))
                .map(VeleroBackup::claimOf)
                .filter(name -> !name.isEmpty() && !name.equals(claim()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String claim() {
        return restore.claim().name();
    }

    private List<Workload> workloads() {
        var workloads = new ArrayList<Workload>();
        String namespace = restore.claim().namespace();
        client.apps().deployments().inNamespace(namespace).list().getItems().forEach(deployment -> {
            workloads.add(deployment(deployment));
        });
        client.apps().statefulSets().inNamespace(namespace).list().getItems().forEach(set -> {
            workloads.add(statefulSet(set));
        });
        return workloads;
    }

    private static Workload deployment(Deployment deployment) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        return new Workload(
                matched(deployment.getSpec().getSelector()), labelsOf(template), new TreeSet<>(claims(template)));
    }

    /** Each pod of a StatefulSet has claims of its own, and its name as a label. */
    private Workload statefulSet(StatefulSet set) {
        var labels = new TreeMap<>(matched(set.getSpec().getSelector()));
        String pod = restore.point().pod();
        labels.put("statefulset.kubernetes.io/pod-name", pod);
        PodTemplateSpec template = set.getSpec().getTemplate();
        var claims = new TreeSet<>(claims(template));
        if (pod.matches(Pattern.quote(set.getMetadata().getName()) + "-\\d+")) {
            set.getSpec().getVolumeClaimTemplates().stream()
                    .map(claim -> claim.getMetadata().getName() + "-" + pod)
                    .forEach(claims::add);
        }
        return new Workload(labels, labelsOf(template), claims);
    }

    private static Map<String, String> matched(@Nullable LabelSelector selector) {
        return selector == null
                ? Map.of()
                : new TreeMap<>(Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()));
    }

    private static Map<String, String> labelsOf(PodTemplateSpec template) {
        return template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
    }

    private static List<String> claims(PodTemplateSpec template) {
        return template.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .toList();
    }

    /** The changes to the pod before Velero makes it. Has to have exactly one key. */
    ConfigMap modifier() {
        var metadata = new HashMap<String, @Nullable Object>();
        metadata.put("labels", null);
        metadata.put("annotations", null);
        Map<String, Object> patch = Map.of(
                "metadata",
                metadata,
                "spec",
                Map.of("containers", List.of(Map.of("name", "kaltstart", "image", IMAGE))));
        Map<String, Object> rule = Map.of(
                "conditions",
                Map.of(
                        "groupResource",
                        "pods",
                        "namespaces",
                        List.of(restore.claim().namespace())),
                "mergePatches",
                List.of(Map.of("patchData", SortedJson.of(patch))));
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(restore.point().namespace())
                .withName(restore.name())
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .withData(Map.of(
                        "rules.yaml", SortedJson.of(Map.of("version", "v1", "resourceModifierRules", List.of(rule)))))
                .build();
    }

    /** @return whether none is left */
    boolean remove() {
        var pods =
                client.pods().inNamespace(restore.claim().namespace()).withLabel(VeleroRestore.LABEL, restore.name());
        if (pods.list().getItems().isEmpty()) {
            return true;
        }
        pods.withGracePeriod(0).delete();
        return false;
    }
}
