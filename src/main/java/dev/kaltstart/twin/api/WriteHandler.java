package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.HeldPods;
import dev.kaltstart.twin.life.NamespaceController;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.store.Ownership;
import dev.kaltstart.twin.store.Patch;
import dev.kaltstart.twin.store.Secrets;
import dev.kaltstart.twin.world.World;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Creates, replaces and patches like the API machinery: fields that a client may not set are ignored. */
final class WriteHandler {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final List<String> FIXED =
            List.of("name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp");

    private final World world;
    private final Objects objects;
    private final AdmissionWebhooks admission;

    WriteHandler(World world) {
        this.world = world;
        this.objects = world.objects();
        this.admission = new AdmissionWebhooks(world);
    }

    ObjectNode create(RequestTarget target, ApiRequest asked) {
        return create(target, asked, asked.object());
    }

    private ObjectNode create(RequestTarget target, ApiRequest asked, ObjectNode object) {
        var key = target.kind().key(target.namespace(), name(object));
        named(key);
        if (target.kind().namespaced()) {
            refuseWithoutNamespace(key);
        }
        Secrets.fold(target.kind(), object);
        admission.creates(key, object);
        if (key.kind().equals(Kinds.POD)) {
            HeldPods.refusal(world, key.namespace(), object).ifPresent(why -> {
                throw new ApiError(403, "Forbidden", "pods \"%s\" is forbidden: %s".formatted(key.name(), why));
            });
        }
        if (!asked.applies()) {
            new Ownership(key, Json.object()).updated(asked.manager(), Json.object(), object, world.now());
        }
        if (asked.dry()) {
            return object;
        }
        return objects.create(key, object, world.now());
    }

    private void refuseWithoutNamespace(ObjectKey key) {
        var namespace = objects.find(Kinds.NAMESPACE.key(key.namespace()))
                .orElseThrow(() -> ApiError.notFound(Kinds.NAMESPACE.key(key.namespace())));
        if (NamespaceController.terminating(namespace)) {
            throw new ApiError(
                    403,
                    "Forbidden",
                    "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                            .formatted(key.kind().resource(), key.name(), key.namespace()));
        }
    }

    private static void named(ObjectKey key) {
        if (!NAME.matcher(key.name()).matches()) {
            throw ApiError.invalid(
                    ("%s \"%s\" is invalid: metadata.name: Invalid value: \"%2$s\": a lowercase RFC 1123 subdomain must"
                                    + " consist of lower case alphanumeric characters, '-' or '.', and must start and end"
                                    + " with an alphanumeric character")
                            .formatted(key.kind().name(), key.name()));
        }
    }

    private String name(ObjectNode object) {
        var name = Json.text(object, "metadata", "name");
        var prefix = Json.text(object, "metadata", "generateName");
        if (name.isEmpty() && prefix.isEmpty()) {
            throw ApiError.invalid("metadata.name: Required value: name or generateName is required");
        }
        return name.isEmpty() ? prefix + world.seed().suffix(prefix + objects.version(), 5) : name;
    }

    ObjectNode replace(RequestTarget target, ApiRequest asked) {
        var current = objects.find(target.key()).orElseThrow(() -> ApiError.notFound(target.key()));
        return store(target, asked, current, asked.object());
    }

    ObjectNode patch(RequestTarget target, ApiRequest asked) {
        var current = objects.find(target.key());
        if (asked.applies()) {
            return apply(target, asked, current);
        }
        var there = current.orElseThrow(() -> ApiError.notFound(target.key()));
        return store(target, asked, there, Patch.apply(target.kind(), asked.contentType(), there, asked.json()));
    }

    private ObjectNode apply(RequestTarget target, ApiRequest asked, Optional<ObjectNode> current) {
        var force = "true".equals(asked.query().get("force"));
        var now = world.now();
        if (current.isEmpty()) {
            var wanted = new Ownership(target.key(), Json.object())
                    .applied(asked.manager(), force, asked.object(), asked.object(), now);
            return create(target, asked, wanted);
        }
        var there = current.get();
        var wanted = new Ownership(target.key(), there).applied(asked.manager(), force, there, asked.object(), now);
        return store(target, asked, there, wanted);
    }

    private ObjectNode store(RequestTarget target, ApiRequest asked, ObjectNode current, ObjectNode wanted) {
        var key = target.key();
        unchanged(key, current, wanted);
        var next = "status".equals(target.part()) ? current.deepCopy() : wanted.deepCopy();
        Secrets.fold(target.kind(), next);
        copy(target.part().equals("status") ? wanted : current, next, "status");
        for (String field : FIXED) {
            copy(current.path("metadata"), Json.within(next, "metadata"), field);
        }
        if (!asked.applies() && target.part().isEmpty()) {
            new Ownership(key, current).updated(asked.manager(), current, next, world.now());
        }
        admission.changes(key, current, next);
        if (asked.dry()) {
            return next;
        }
        var stored = objects.replace(key, current, next);
        finish(key, stored);
        return stored;
    }

    /** A terminating object is removed with its last finalizer. */
    private void finish(ObjectKey key, ObjectNode stored) {
        var metadata = stored.path("metadata");
        if (metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && !key.kind().equals(Kinds.POD)
                && !key.kind().equals(Kinds.NAMESPACE)
                && !key.kind().equals(Kinds.CLAIM)) {
            objects.remove(key);
        }
    }

    private static void unchanged(ObjectKey key, ObjectNode current, ObjectNode wanted) {
        var seen = Json.text(wanted, "metadata", "resourceVersion");
        if (!seen.isEmpty() && !seen.equals(Json.text(current, "metadata", "resourceVersion"))) {
            throw ApiError.conflict(
                    key, "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }
}
