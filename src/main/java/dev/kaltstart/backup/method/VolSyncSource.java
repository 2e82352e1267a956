package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ReplicationSource, stopped for a restore and resumed after it. One that an operator has paused stays paused. A manual
 * trigger goes before a schedule, so that it is removed again (src: backube/volsync:docs/usage/triggers.rst).
 */
record VolSyncSource(KubernetesClient client, String namespace, String name) {

    static final Map<String, Object> PAUSED = Map.of("spec", Map.of("paused", true));

    private static final String HOLDER = "kaltstart.dev/paused-for";
    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    /** The one that saves the claim; the first of several. */
    static Optional<GenericKubernetesResource> saving(KubernetesClient client, String namespace, String claim) {
        return ObjectKind.REPLICATION_SOURCE.list(client, namespace).stream()
                .filter(source -> claim.equals(source.get("spec", "sourcePVC")))
                .filter(VolSyncMover::isKnown)
                .findFirst();
    }

    void pause(String recovery) {
        @Nullable GenericKubernetesResource source = find();
        if (source != null && !paused(source)) {
            patch(Map.of(
                    "metadata", Map.of("annotations", Map.of(HOLDER, recovery)),
                    "spec", Map.of("paused", true)));
        }
    }

    void release(String recovery) {
        @Nullable GenericKubernetesResource source = find();
        if (source != null && heldFor(recovery, source)) {
            var none = new HashMap<String, @Nullable Object>();
            none.put(HOLDER, null);
            patch(Map.of(
                    "metadata", Map.of("annotations", none),
                    "spec", Collections.singletonMap("paused", null)));
        }
    }

    /** Asks for one backup now. */
    void sync(String token) {
        @Nullable GenericKubernetesResource source = find();
        if (source != null && !paused(source) && !token.equals(source.get("status", "lastManualSync"))) {
            patch(trigger(token));
        }
    }

    /** Puts the schedule back once the backup is made. */
    Check synced(String recovery, String token, String label) {
        @Nullable GenericKubernetesResource source = find();
        if (source == null) {
            return Check.unknown(label + ": its ReplicationSource " + namespace + "/" + name
                    + " is gone: nothing backs the" + " claim up");
        }
        if (heldFor(recovery, source)) {
            return Check.notYet(label + ": its backups are still paused for the restore");
        }
        if (paused(source)) {
            throw new Failure.NeedsHuman(
                    "BACKUP_PAUSED",
                    label + ": its ReplicationSource " + namespace + "/" + name
                            + " was paused before, so no new backup is made. Resume it, then retry: kubectl -n "
                            + namespace + " patch replicationsources.volsync.backube " + name
                            + " --type=merge -p '{\"spec\":{\"paused\":false}}'");
        }
        if (!token.equals(source.get("status", "lastManualSync"))) {
            return Check.notYet(label + ": the first new backup is not done yet");
        }
        if (!"Successful".equals(source.get("status", "latestMoverStatus", "result"))) {
            return Check.notYet(label + ": the first new backup has failed, VolSync tries again");
        }
        if (token.equals(source.get("spec", "trigger", "manual"))) {
            patch(trigger(null));
        }
        return Check.met(label + ": VolSync has made a first new backup");
    }

    /** Takes back a request for a backup that has not succeeded. */
    void untrigger(String recovery) {
        @Nullable GenericKubernetesResource source = find();
        if (source != null
                && source.<Object>get("spec", "trigger", "manual") instanceof String token
                && token.startsWith(recovery)) {
            patch(trigger(null));
        }
    }

    private static Map<String, Object> trigger(@Nullable String token) {
        return Map.of("spec", Map.of("trigger", Collections.singletonMap("manual", token)));
    }

    private static boolean heldFor(String recovery, GenericKubernetesResource source) {
        Map<String, String> annotations = source.getMetadata().getAnnotations();
        return annotations != null && recovery.equals(annotations.get(HOLDER));
    }

    private static boolean paused(GenericKubernetesResource source) {
        return Boolean.TRUE.equals(source.get("spec", "paused"));
    }

    private @Nullable GenericKubernetesResource find() {
        return ObjectKind.REPLICATION_SOURCE.find(client, namespace, name);
    }

    private void patch(Map<String, Object> change) {
        ObjectKind.REPLICATION_SOURCE.named(client, namespace, name).patch(MERGE, Serialization.asJson(change));
    }
}
