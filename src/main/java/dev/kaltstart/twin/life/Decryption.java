package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.RehearsalKeys;
import dev.kaltstart.twin.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decrypts what SOPS has encrypted, as far as a twin can: the key decides whether it works at all, and what comes out
 * is not what was put in, for a rehearsal holds no keys.
 */
public record Decryption(World world, ObjectNode kustomization) {

    private static final String WORDS = "for-rehearsals-only";

    /** @throws BuildFailure when the key is not there */
    List<ObjectNode> of(List<ObjectNode> objects) {
        var decryption = Json.at(kustomization, "spec", "decryption");
        if (decryption.isMissingNode()) {
            return objects;
        }
        var name = Json.text(decryption, "secretRef", "name");
        var key = world.objects().find(key(kustomization));
        if (key.isEmpty() && !name.isEmpty()) {
            throw new BuildFailure("secrets \"%s\" not found".formatted(name));
        }
        objects.stream().filter(Decryption::encrypted).forEach(object -> {
            if (key.isEmpty() || !opens(key.get(), object)) {
                throw new BuildFailure(
                        "decryption failed for '%s/%s': cannot get sops data key: Error getting data key: 0 successful groups required, got 0"
                                .formatted(gvk(object), Json.text(object, "metadata", "name")));
            }
            decrypt(object);
        });
        return objects;
    }

    /**
     * Where the key of a Kustomization is. Without a reference it is the one that the controller was started with, under the
     * name that the templates give it (src: kustomize-controller, --sops-age-secret).
     */
    public static ObjectKey key(ObjectNode kustomization) {
        var name = Json.text(kustomization, "spec", "decryption", "secretRef", "name");
        return name.isEmpty()
                ? Kinds.SECRET.key("flux-system", "sops-age")
                : Kinds.SECRET.key(Json.text(kustomization, "metadata", "namespace"), name);
    }

    private static boolean opens(ObjectNode key, JsonNode object) {
        var recipients = object.path("sops")
                .path("age")
                .valueStream()
                .map(one -> Json.text(one, "recipient"))
                .toList();
        var keys = key.path("data").properties().stream()
                .filter(entry -> entry.getKey().endsWith(".agekey"))
                .map(entry -> decoded(entry.getValue().asText()))
                .collect(Collectors.joining("\n"));
        // where the repository names no public key, its twin has no key to compare
        return recipients.isEmpty()
                || RehearsalKeys.recipients(keys).isEmpty()
                || RehearsalKeys.opens(keys, recipients);
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    static boolean encrypted(JsonNode object) {
        return object.path("sops").has("mac");
    }

    /**
     * Handles encrypted objects without configured decryption. The controller drops what SOPS has added from a Secret
     * that is one by its types, before it checks for SOPS metadata: encrypted text is applied unchanged, and refused is
     * only what should be base64 and is not
     * (src: fluxcd/kustomize-controller:internal/controller/kustomization_controller.go, fluxcd/pkg:ssa/normalize).
     */
    static void undecrypted(ObjectNode object) {
        if (!encrypted(object)) {
            return;
        }
        if (object.path("data").valueStream().anyMatch(value -> value.asText().startsWith("ENC["))) {
            throw new ServerSideApply.Refused(ServerSideApply.label(object)
                    + " is SOPS encrypted, configuring decryption is required for this secret to be reconciled");
        }
        object.remove("sops");
    }

    private static String gvk(ObjectNode object) {
        var words = Json.text(object, "apiVersion").split("/");
        return "%s.%s.%s"
                .formatted(Json.text(object, "kind"), words[words.length - 1], words.length > 1 ? words[0] : "[noGrp]");
    }

    private static void decrypt(ObjectNode object) {
        object.remove("sops");
        for (String field : List.of("data", "stringData")) {
            if (object.get(field) instanceof ObjectNode values) {
                var plain = field.equals("data")
                        ? Base64.getEncoder().encodeToString(WORDS.getBytes(StandardCharsets.UTF_8))
                        : WORDS;
                List.copyOf(values.properties()).forEach(entry -> values.put(entry.getKey(), plain));
            }
        }
    }

    static String plain(String encoded) {
        return decoded(encoded).replace("\n", "");
    }
}
