package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.time.Duration;

/**
 * The recipe that brings a new cluster to the point where Flux does the rest: namespaces, secrets, definitions, the pod
 * network, Flux. Makes what is missing, and may run again.
 */
public final class AppsRecipe {

    /** The document with the objects that the recipe makes. */
    public static final String ARCHIVE = "bootstrap";

    private static final Duration TAKES = Duration.ofMinutes(3);

    private AppsRecipe() {}

    static CommandOutcome run(World world) {
        if (!world.apiWorks()) {
            return CommandOutcome.failed(
                            "The connection to the server was refused - did you specify the right host or port?")
                    .after(Duration.ofSeconds(10));
        }
        install(world);
        return CommandOutcome.ok("Congrats! The cluster is bootstrapped and Flux is syncing the Git repository\n")
                .after(TAKES);
    }

    /** As the recipe does it, or a person by hand. */
    public static void install(World world) {
        JsonNode archive = world.archive().getOrDefault(ARCHIVE, Json.object());
        for (JsonNode manifest : archive.path("objects")) {
            Kinds.named(Json.text(manifest, "apiVersion"), Json.text(manifest, "kind"))
                    .map(kind -> kind.key(
                            Json.text(manifest, "metadata", "namespace"), Json.text(manifest, "metadata", "name")))
                    .filter(key -> world.objects().find(key).isEmpty())
                    .ifPresent(key -> world.objects().create(key, (ObjectNode) manifest, world.now()));
        }
    }
}
