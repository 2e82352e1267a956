package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Decryption;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.stream.Stream;

/** The keys in the cluster that Flux decrypts with. They are none: nothing real can be decrypted in a twin. */
public final class Keys {

    /** The beginning of an age key, and nothing behind it, in Base64. */
    private static final String NO_KEY = "QUdFLVNFQ1JFVC1LRVktTk9ORQ==";

    private final World world;
    private final Instant now;

    public Keys(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    /** Puts them where they are looked for. @return whether any was missing */
    public boolean lay() {
        var missing =
                wanted().filter(key -> world.objects().find(key).isEmpty()).toList();
        missing.forEach(key -> world.objects().create(key, secret(), now));
        return !missing.isEmpty();
    }

    public void lose() {
        wanted().forEach(world.objects()::remove);
    }

    private Stream<ObjectKey> wanted() {
        return world.objects().list(Kinds.KUSTOMIZATION).stream()
                .filter(object -> Json.at(object, "spec", "decryption").has("provider"))
                .map(Decryption::key)
                .filter(key -> world.objects()
                        .find(Kinds.NAMESPACE.key(key.namespace()))
                        .isPresent())
                .distinct();
    }

    private static ObjectNode secret() {
        return Json.of("{'type': 'Opaque', 'data': {'age.agekey': '%s'}}", NO_KEY);
    }
}
