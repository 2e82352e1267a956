package dev.kaltstart.backup.method;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a ReplicationSource that says where and how its data is stored; a restore needs the same.
 *
 * @param tool {@code restic}, or {@code kopia} of a fork (src: perfectra1n/volsync)
 */
record VolSyncMover(String tool, Map<String, Object> settings, String source) {

    /** VolSync's tools that keep snapshots. */
    private static final List<String> TOOLS = List.of("restic", "kopia");

    /** What a destination has in common with its source; nothing of it is a secret, only names of Secrets. */
    private static final List<String> SHARED = List.of(
            "repository",
            "customCA",
            "cacheCapacity",
            "cacheStorageClassName",
            "cacheAccessModes",
            "moverSecurityContext",
            "moverServiceAccount",
            "moverPodLabels",
            "moverResources",
            "moverAffinity");

    static boolean isKnown(GenericKubernetesResource source) {
        return TOOLS.stream().anyMatch(tool -> source.<Object>get("spec", tool) instanceof Map<?, ?>);
    }

    static VolSyncMover of(GenericKubernetesResource source) {
        String tool = TOOLS.stream()
                .filter(word -> source.<Object>get("spec", word) instanceof Map<?, ?>)
                .findFirst()
                .orElseThrow();
        var settings = new LinkedHashMap<String, Object>();
        SHARED.forEach(key -> {
            Object value = source.get("spec", tool, key);
            if (value != null) {
                settings.put(key, value);
            }
        });
        return new VolSyncMover(tool, settings, source.getMetadata().getName());
    }

    /** At most 63 characters, so that the mover's Job can be named after it. */
    static String destinationName(RestoreOrder order) {
        return destinationName(order.claim().name());
    }

    private static String destinationName(String claim) {
        return "kaltstart-" + (claim.length() <= 40 ? claim : claim.substring(0, 31) + "-" + hash(claim));
    }

    private static String hash(String text) {
        return String.format("%08x", text.hashCode());
    }

    /** A restore into the claim itself. */
    GenericKubernetesResource destination(RestoreOrder order, DescribedSnapshot snapshot, String token) {
        var mover = new LinkedHashMap<>(settings);
        mover.put(
                "restoreAsOf",
                snapshot.before()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString());
        if (snapshot.previous() > 0) {
            mover.put("previous", snapshot.previous());
        }
        String namespace = order.claim().namespace();
        return destination(mover, order.claim().name(), namespace, namespace, token);
    }

    /** A restore of the newest snapshot into a claim of the same name in another namespace. */
    GenericKubernetesResource newest(CopyOrder order, String token) {
        var mover = new LinkedHashMap<>(settings);
        // a ServiceAccount and the pods' neighbours exist in the namespace of the original alone
        List.of("moverServiceAccount", "moverAffinity").forEach(mover::remove);
        return destination(mover, order.claim(), order.namespace(), order.copy(), token);
    }

    private GenericKubernetesResource destination(
            Map<String, Object> mover, String claim, String from, String into, String token) {
        mover.put("destinationPVC", claim);
        mover.put("copyMethod", "Direct");
        mover.put("enableFileDeletion", true);
        if (tool.equals("kopia")) {
            mover.put("sourceIdentity", Map.of("sourceName", source, "sourceNamespace", from));
        }
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("volsync.backube/v1alpha1")
                .withKind("ReplicationDestination")
                .withNewMetadata()
                .withNamespace(into)
                .withName(destinationName(claim))
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("trigger", Map.of("manual", token), tool, mover))
                .build();
    }
}
