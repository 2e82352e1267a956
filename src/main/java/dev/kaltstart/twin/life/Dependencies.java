package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.util.Optional;

/** The dependencies of a Kustomization. */
record Dependencies(World world, ObjectNode kustomization) {

    /** The first that it has to wait for, in Flux's words. @param revision that all of them have to have applied */
    Optional<String> missing(String revision) {
        for (JsonNode dependency : Json.at(kustomization, "spec", "dependsOn")) {
            var namespace = dependency.path("namespace").asText(Json.text(kustomization, "metadata", "namespace"));
            var message = trouble(namespace, Json.text(dependency, "name"), revision);
            if (message.isPresent()) {
                return message;
            }
        }
        return Optional.empty();
    }

    private Optional<String> trouble(String namespace, String name, String revision) {
        var message = "dependency '%s/%s' ".formatted(namespace, name);
        var found = world.objects().find(Kinds.KUSTOMIZATION.key(namespace, name));
        if (found.isEmpty()) {
            return Optional.of(
                    message + "not found: kustomizations.kustomize.toolkit.fluxcd.io \"%s\" not found".formatted(name));
        }
        var object = found.get();
        if (!Conditions.is(object, "Ready", "True")
                || Json.at(object, "status", "observedGeneration").asLong() != FluxControllers.generation(object)) {
            return Optional.of(message + "is not ready");
        }
        if (sameSource(object) && !revision.equals(Json.text(object, "status", "lastAppliedRevision"))) {
            return Optional.of(message + "revision is not up to date");
        }
        return Optional.empty();
    }

    private boolean sameSource(ObjectNode other) {
        return SourceTracking.kustomization(world, other) && source(other).equals(source(kustomization));
    }

    private static String source(ObjectNode object) {
        var reference = Json.at(object, "spec", "sourceRef");
        return Json.text(reference, "kind") + "/"
                + reference.path("namespace").asText(Json.text(object, "metadata", "namespace")) + "/"
                + Json.text(reference, "name");
    }
}
