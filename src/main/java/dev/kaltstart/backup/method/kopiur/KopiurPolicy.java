package dev.kaltstart.backup.method.kopiur;

import dev.kaltstart.backup.method.Moments;
import dev.kaltstart.backup.method.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SnapshotPolicy that backs up one claim and no other (src: home-operations/kopiur:
 * crates/api/src/snapshot_policy.rs). Of a policy about several claims, nothing says which of them a snapshot has.
 */
record KopiurPolicy(GenericKubernetesResource object, String claim) {

    private static final List<String> USABLE = List.of("Succeeded", "Discovered");

    static Optional<KopiurPolicy> of(KubernetesClient client, String namespace, String claim) {
        return ObjectKind.KOPIUR_POLICY.list(client, namespace).stream()
                .filter(policy -> claims(policy).equals(List.of(claim)))
                .findFirst()
                .map(policy -> new KopiurPolicy(policy, claim));
    }

    private static List<String> claims(GenericKubernetesResource policy) {
        return policy.<Object>get("spec", "sources") instanceof List<?> sources
                ? sources.stream()
                        .map(source -> source instanceof Map<?, ?> map && map.get("pvc") instanceof Map<?, ?> pvc
                                ? String.valueOf(pvc.get("name"))
                                : "")
                        .toList()
                : List.of();
    }

    String name() {
        return object.getMetadata().getName();
    }

    String namespace() {
        return object.getMetadata().getNamespace();
    }

    /** Complete, still in the repository, and of this claim; the newest first. */
    List<GenericKubernetesResource> snapshots(KubernetesClient client) {
        return ObjectKind.KOPIUR_SNAPSHOT.list(client, namespace()).stream()
                .filter(snapshot -> snapshot.getMetadata().getDeletionTimestamp() == null)
                .filter(snapshot -> USABLE.contains(text(snapshot, "status", "phase")))
                .filter(snapshot -> !kopiaId(snapshot).isEmpty())
                .filter(this::ofThisClaim)
                .filter(snapshot -> started(snapshot).isPresent())
                .sorted(Comparator.comparing((GenericKubernetesResource snapshot) ->
                                started(snapshot).orElse(Instant.MIN))
                        .reversed())
                .toList();
    }

    /** A snapshot that was found in the repository after a rebuild names only an identity. */
    private boolean ofThisClaim(GenericKubernetesResource snapshot) {
        if (snapshot.<Object>get("status", "resolved", "sources") instanceof List<?> sources && !sources.isEmpty()) {
            return sources.size() == 1
                    && sources.get(0) instanceof Map<?, ?> source
                    && (namespace() + "/" + claim).equals(source.get("pvc"));
        }
        return own(text(object, "spec", "identity", "username"), name())
                        .equals(text(snapshot, "status", "snapshot", "identity", "username"))
                && own(text(object, "spec", "identity", "hostname"), namespace())
                        .equals(text(snapshot, "status", "snapshot", "identity", "hostname"));
    }

    private static String own(String set, String otherwise) {
        return set.isEmpty() ? otherwise : set;
    }

    static Optional<Instant> started(GenericKubernetesResource snapshot) {
        return Moments.of(snapshot, "status", "timing", "startTime");
    }

    static String kopiaId(GenericKubernetesResource snapshot) {
        return text(snapshot, "status", "snapshot", "kopiaSnapshotID");
    }

    static String text(GenericKubernetesResource object, Object... path) {
        return object.<Object>get(path) instanceof String text ? text : "";
    }

    /** One backup now. The object stays: with it, kopiur would delete the snapshot. */
    GenericKubernetesResource newSnapshot(String name) {
        return object("Snapshot", namespace(), name, Map.of("policyRef", Map.of("name", name())));
    }

    /**
     * A restore of one snapshot into a claim of the given namespace. Explicit, and so never an empty volume where there is no
     * snapshot; what the snapshot does not have is deleted.
     */
    GenericKubernetesResource newRestore(String into, String name, String snapshot) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("source", Map.of("snapshotRef", Map.of("name", snapshot, "namespace", namespace())));
        spec.put("target", Map.of("pvcRef", Map.of("name", claim)));
        spec.put("options", Map.of("enableFileDeletion", true));
        spec.put("policy", Map.of("onMissingSnapshot", "Fail"));
        mover().ifPresent(mover -> spec.put("mover", mover));
        Object projection = object.get("spec", "credentialProjection");
        if (projection != null) {
            spec.put("credentialProjection", projection);
        }
        return object("Restore", into, name, spec);
    }

    /** As whom the data is written; the cache of the backups is theirs. */
    private Optional<Map<String, Object>> mover() {
        var mover = new LinkedHashMap<String, Object>();
        for (String key : List.of("securityContext", "podSecurityContext", "privilegedMode", "resources")) {
            @Nullable Object value = object.get("spec", "mover", key);
            if (value != null) {
                mover.put(key, value);
            }
        }
        return mover.isEmpty() ? Optional.empty() : Optional.of(mover);
    }

    private static GenericKubernetesResource object(
            String kind, String namespace, String name, Map<String, Object> spec) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("kopiur.home-operations.com/v1alpha1")
                .withKind(kind)
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    /** Those that start backups by this policy. */
    List<KopiurSchedule> schedules(KubernetesClient client) {
        return ObjectKind.KOPIUR_SCHEDULE.list(client, namespace()).stream()
                .filter(this::starts)
                .map(schedule -> new KopiurSchedule(
                        client, namespace(), schedule.getMetadata().getName()))
                .toList();
    }

    private boolean starts(GenericKubernetesResource schedule) {
        if (schedule.<Object>get("spec", "policySelector", "matchLabels") instanceof Map<?, ?> wanted) {
            Map<String, String> labels =
                    Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
            return labels.entrySet().containsAll(wanted.entrySet());
        }
        return name().equals(text(schedule, "spec", "policyRef", "name"));
    }
}
