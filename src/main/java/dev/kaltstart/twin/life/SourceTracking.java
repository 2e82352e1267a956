package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;
import java.util.Optional;

/**
 * Whether the twin can follow the source of a Flux object: its own repository, and in it the directory
 * that it applies. Other sources count as ready, and stay unchanged.
 */
public final class SourceTracking {

    private static final String HOLLOW = "hollow/";
    private static final ObjectKey USUAL = Kinds.GIT_REPOSITORY.key("flux-system", "flux-system");
    private static final String MAIN = "git/main";

    private SourceTracking() {}

    /** The source of the repository itself. */
    public static ObjectKey main(World world) {
        var name = world.marks().get(MAIN);
        return name == null
                ? USUAL
                : Kinds.GIT_REPOSITORY.key(name.substring(0, name.indexOf('/')), name.substring(name.indexOf('/') + 1));
    }

    /** Names the source of the repository itself, where it is not the usual one. */
    public static void follow(World world, ObjectKey source) {
        if (!source.equals(USUAL)) {
            world.marks().put(MAIN, source.namespace() + "/" + source.name());
        }
    }

    static boolean source(World world, ObjectNode repository) {
        if (!world.origin().exists()) {
            return false;
        }
        if (Objects.key(Kinds.GIT_REPOSITORY, repository).equals(main(world))) {
            return true;
        }
        var url = Json.text(repository, "spec", "url");
        return url.equals(world.origin().directory().toString())
                || url.equals(world.objects()
                        .find(main(world))
                        .map(main -> Json.text(main, "spec", "url"))
                        .orElse(null));
    }

    static boolean kustomization(World world, ObjectNode kustomization) {
        return world.origin().exists()
                && !world.marks().containsKey(HOLLOW + name(kustomization))
                && "GitRepository".equals(Json.text(kustomization, "spec", "sourceRef", "kind"))
                && sourceOf(world, kustomization)
                        .map(source -> source(world, source))
                        .orElse(true);
    }

    static Optional<ObjectNode> sourceOf(World world, ObjectNode kustomization) {
        var reference = Json.at(kustomization, "spec", "sourceRef");
        var namespace = reference.path("namespace").asText(Json.text(kustomization, "metadata", "namespace"));
        return world.objects().find(Kinds.GIT_REPOSITORY.key(namespace, Json.text(reference, "name")));
    }

    /** It is played after the repository, and not only shown as ready. */
    public static boolean plays(World world, ObjectNode kustomization) {
        return kustomization(world, kustomization);
    }

    /** The repository had nothing for it when the twin was made. */
    public static void hollow(World world, ObjectNode kustomization) {
        world.marks().put(HOLLOW + name(kustomization), "");
    }

    private static String name(ObjectNode object) {
        return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
    }
}
