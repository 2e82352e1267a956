package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Ownership;
import dev.kaltstart.twin.store.Secrets;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Applies objects like kustomize-controller: server-side, forced, and overriding kubectl edits. */
final class ServerSideApply {

    private static final String MANAGER = "kustomize-controller";
    private static final String GROUP = "kustomize.toolkit.fluxcd.io/";

    private final World world;
    private final Instant now;

    ServerSideApply(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    /** The API refused the apply. */
    static final class Refused extends RuntimeException {
        Refused(String words) {
            super(words);
        }
    }

    /** As the inventory of a Kustomization names it. */
    static String id(JsonNode object) {
        var version = Json.text(object, "apiVersion");
        var slash = version.indexOf('/');
        return "%s_%s_%s_%s"
                .formatted(
                        Json.text(object, "metadata", "namespace"),
                        Json.text(object, "metadata", "name").replace(":", "__"),
                        slash < 0 ? "" : version.substring(0, slash),
                        Json.text(object, "kind"));
    }

    static String label(JsonNode object) {
        var namespace = Json.text(object, "metadata", "namespace");
        return Json.text(object, "kind") + "/" + (namespace.isEmpty() ? "" : namespace + "/")
                + Json.text(object, "metadata", "name");
    }

    /**
     * Does nothing to a kind that the twin does not serve.
     *
     * @throws Refused as kustomize-controller says it
     */
    void apply(ObjectNode object) {
        var kind = Kinds.named(Json.text(object, "apiVersion"), Json.text(object, "kind"));
        if (kind.isEmpty()) {
            return;
        }
        var wanted = object.deepCopy();
        wanted.remove("status");
        Secrets.fold(kind.get(), wanted);
        var key = key(kind.get(), wanted);
        var current = world.objects().find(key);
        if (left(wanted) || current.filter(ServerSideApply::left).isPresent()) {
            return;
        }
        if (current.isEmpty()) {
            refuseWithoutNamespace(key, wanted);
            create(key, wanted);
        } else {
            change(key, current.get(), wanted);
        }
    }

    private static ObjectKey key(Kind kind, ObjectNode object) {
        if (kind.namespaced() && Json.text(object, "metadata", "namespace").isEmpty()) {
            throw new Refused(
                    label(object) + " namespace not specified: the server could not find the requested resource");
        }
        return kind.key(Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
    }

    private static boolean left(ObjectNode object) {
        return marked(object, "reconcile", "disabled") || marked(object, "ssa", "Ignore");
    }

    private static boolean marked(ObjectNode object, String what, String value) {
        return value.equalsIgnoreCase(Json.text(object, "metadata", "annotations", GROUP + what))
                || value.equalsIgnoreCase(Json.text(object, "metadata", "labels", GROUP + what));
    }

    private void refuseWithoutNamespace(ObjectKey key, ObjectNode object) {
        Optional<ObjectNode> namespace = key.kind().namespaced()
                ? world.objects().find(Kinds.NAMESPACE.key(key.namespace()))
                : Optional.of(Json.object());
        if (namespace.isEmpty()) {
            throw new Refused("%s dry-run failed (NotFound): namespaces \"%s\" not found"
                    .formatted(label(object), key.namespace()));
        }
        if (NamespaceController.terminating(namespace.get())) {
            throw new Refused(
                    "%s dry-run failed (Forbidden): %s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                            .formatted(label(object), key.kind().resource(), key.name(), key.namespace()));
        }
    }

    private void admit(ObjectKey key, ObjectNode wanted) {
        SilentWebhook.refusal(world, key).ifPresent(refusal -> {
            throw new Refused("%s dry-run failed (InternalError): %s".formatted(label(wanted), refusal.getMessage()));
        });
    }

    private void create(ObjectKey key, ObjectNode wanted) {
        admit(key, wanted);
        var made = new Ownership(key, Json.object()).applied(MANAGER, true, wanted, wanted, now);
        if (key.kind().equals(Kinds.CLAIM)) {
            Json.within(made, "status").put("phase", "Pending");
        } else if (key.kind().equals(Kinds.NAMESPACE)) {
            Json.within(made, "metadata", "labels").put("kubernetes.io/metadata.name", key.name());
            Json.within(made, "status").put("phase", "Active");
        }
        world.objects().create(key, made, now);
    }

    private void change(ObjectKey key, ObjectNode current, ObjectNode wanted) {
        var ownership = new Ownership(key, current);
        ownership.takeOver(MANAGER, ServerSideApply::undone);
        ObjectNode next;
        try {
            next = ownership.applied(MANAGER, true, current, wanted, now);
        } catch (ApiError refusal) {
            throw new Refused("%s dry-run failed: %s".formatted(label(wanted), refusal.getMessage()));
        }
        if (!same(current, next)) {
            admit(key, wanted);
            world.objects().replace(key, current, next);
        }
    }

    /** Field managers whose changes Flux overrides (src: kustomize-controller, fieldManagers). */
    private static boolean undone(String manager) {
        return manager.startsWith("kubectl") || manager.startsWith("before-first-apply");
    }

    /** Ignores field managers and times: an object without drift is not written again. */
    private static boolean same(ObjectNode current, ObjectNode next) {
        return plain(current).equals(plain(next))
                && !new Ownership(Kinds.POD.key(""), current).knows(ServerSideApply::undone);
    }

    private static ObjectNode plain(ObjectNode object) {
        var plain = object.deepCopy();
        Json.within(plain, "metadata").remove(List.of("managedFields"));
        return plain;
    }

    /**
     * Prunes an object that is no longer in the source.
     *
     * @param id as the inventory has it
     * @param owner labels of the Kustomization that answers for it: what another one has taken over is left alone
     */
    void prune(String id, String version, ObjectNode owner) {
        var words = id.split("_", -1);
        var kindName = words[words.length - 1];
        var group = words[words.length - 2];
        Kinds.named(group.isEmpty() ? version : group + "/" + version, kindName).ifPresent(kind -> {
            var key = kind.key(words[0], words[1].replace("__", ":"));
            world.objects()
                    .find(key)
                    .filter(object -> mayGo(object, owner))
                    .ifPresent(object -> ObjectRemoval.of(world, key, now));
        });
    }

    private static boolean mayGo(ObjectNode object, ObjectNode owner) {
        var labels = Json.at(object, "metadata", "labels");
        return Json.text(labels, GROUP + "name").equals(Json.text(owner, "metadata", "name"))
                && Json.text(labels, GROUP + "namespace").equals(Json.text(owner, "metadata", "namespace"))
                && !marked(object, "prune", "disabled")
                && !left(object);
    }
}
