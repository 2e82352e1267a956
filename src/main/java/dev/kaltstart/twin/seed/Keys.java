package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.twin.life.Decryption;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.tool.Scratch;
import dev.kaltstart.twin.tool.SopsText;
import dev.kaltstart.twin.world.RehearsalKeys;
import dev.kaltstart.twin.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys in the cluster that Flux decrypts with: those of the operator, which in a rehearsal open nothing. */
public final class Keys {

    private final World world;
    private final Instant now;

    public Keys(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    /** The key file of the operator, for every public key that the repository names; a rehearsal has no others. */
    public static void ofOperator(World world, Inventory inventory) {
        var recipients = inventory.sopsRules().stream()
                .flatMap(rule -> rule.recipients().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        inventory
                .sopsFiles()
                .forEach(file ->
                        recipients.addAll(SopsText.recipients(world.repository().resolve(file.toString()))));
        Scratch.write(world.repository().resolve(world.order().site().ageKey()), RehearsalKeys.file(recipients));
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

    private ObjectNode secret() {
        var file = world.repository().resolve(world.order().site().ageKey());
        try {
            var keys = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            return Json.of(
                    "{'type': 'Opaque', 'data': {'age.agekey': '%s'}}",
                    Base64.getEncoder().encodeToString(keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
