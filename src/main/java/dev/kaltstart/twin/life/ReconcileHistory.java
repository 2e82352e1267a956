package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An attempt to apply something, for the history of a Kustomization (src: fluxcd/pkg:apis/meta/history.go).
 *
 * @param digest of the objects as they were built
 * @param objects kind, namespace and name are enough
 */
record ReconcileHistory(String revision, String digest, List<ObjectNode> objects) {

    private static final int KEPT = 5;

    ReconcileHistory(String revision, List<ObjectNode> objects) {
        this(revision, digest(objects), objects);
    }

    private static String digest(List<ObjectNode> objects) {
        try {
            var all = Json.write(objects).getBytes(StandardCharsets.UTF_8);
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The state that has to survive a wait. */
    ObjectNode keep() {
        var kept = Json.object().put("revision", revision).put("digest", digest);
        objects.forEach(object -> {
            var one = Json.list(kept, "objects").addObject();
            one.put("apiVersion", Json.text(object, "apiVersion")).put("kind", Json.text(object, "kind"));
            Json.within(one, "metadata")
                    .put("namespace", Json.text(object, "metadata", "namespace"))
                    .put("name", Json.text(object, "metadata", "name"));
        });
        return kept;
    }

    static ReconcileHistory kept(JsonNode kept) {
        var objects = new ArrayList<ObjectNode>();
        kept.path("objects").forEach(object -> objects.add((ObjectNode) object));
        return new ReconcileHistory(Json.text(kept, "revision"), Json.text(kept, "digest"), objects);
    }

    /** One entry for all attempts with the same objects and the same end, the newest first. */
    void tell(ObjectNode kustomization, String reason, Instant now) {
        var history = Json.list(Json.within(kustomization, "status"), "history");
        var entry = taken(history, reason);
        if (!entry.has("firstReconciled")) {
            entry.put("digest", digest)
                    .put("firstReconciled", Json.time(now))
                    .put("lastReconciledStatus", reason)
                    .put("totalReconciliations", 0);
        }
        entry.put("lastReconciled", Json.time(now))
                .put("lastReconciledDuration", "120ms")
                .put("totalReconciliations", entry.path("totalReconciliations").asInt() + 1);
        Json.within(entry, "metadata").put("revision", revision);
        history.insert(0, entry);
        while (history.size() > KEPT) {
            history.remove(history.size() - 1);
        }
    }

    private ObjectNode taken(ArrayNode history, String reason) {
        for (int i = 0; i < history.size(); i++) {
            if (digest.equals(Json.text(history.get(i), "digest"))
                    && reason.equals(Json.text(history.get(i), "lastReconciledStatus"))) {
                return (ObjectNode) history.remove(i);
            }
        }
        return Json.object();
    }
}
