package dev.kaltstart.twin.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.RehearsalKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** {@code kubectl apply} of an encrypted Secret: the entries of the file, with values that open nothing. */
final class SeededSecret {

    private static final String NAMESPACE = "--namespace=";
    private static final String NO_KEY = "QUdFLVNFQ1JFVC1LRVktTk9ORQ==";

    private SeededSecret() {}

    static CommandOutcome apply(Call call, Path file, SopsText text) {
        var world = call.world();
        if (!world.apiWorks()) {
            return CommandOutcome.failed("The connection to the server was refused");
        }
        var manifest = YamlFiles.first(file);
        var namespace = Json.text(manifest, "metadata", "namespace");
        var key = Kinds.SECRET.key(
                namespace.isEmpty() ? namespace(call) : namespace, Json.text(manifest, "metadata", "name"));
        var secret = secret(manifest, text);
        if (world.objects().find(key).isEmpty()) {
            world.objects().create(key, secret, call.now());
        } else {
            world.objects().update(key, object -> object.set("data", secret.get("data")));
        }
        return CommandOutcome.ok("secret/" + key.name() + "\n");
    }

    private static ObjectNode secret(JsonNode manifest, SopsText text) {
        var secret = Json.object().put("type", "Opaque");
        var data = Json.within(secret, "data");
        for (String entries : new String[] {"data", "stringData"}) {
            manifest.path(entries)
                    .fieldNames()
                    .forEachRemaining(entry -> data.put(entry, entry.endsWith(".agekey") ? key(text) : NO_KEY));
        }
        return secret;
    }

    private static String key(SopsText text) {
        var recipients = SopsCli.inside(text).lines().toList();
        return Base64.getEncoder().encodeToString(RehearsalKeys.file(recipients).getBytes(StandardCharsets.UTF_8));
    }

    /** Of the command that sops hands the file to. */
    private static String namespace(Call call) {
        for (String word : call.arguments().get(call.arguments().size() - 1).split(" ")) {
            if (word.startsWith(NAMESPACE)) {
                return word.substring(NAMESPACE.length());
            }
        }
        return "default";
    }
}
