package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Selector;

/** The required node affinity of a pod: one of its terms has to fit. */
final class Affinity {

    private Affinity() {}

    static boolean allows(JsonNode pod, JsonNode node) {
        var terms = Json.at(
                pod,
                "spec",
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms");
        if (terms.isEmpty()) {
            return true;
        }
        for (JsonNode term : terms) {
            if (fits(term, node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(JsonNode term, JsonNode node) {
        var named = Json.object();
        named.set("matchExpressions", term.path("matchFields"));
        // the only field there is to select a node by is its name
        var name = Json.object();
        ObjectNode labels = Json.within(name, "metadata", "labels");
        labels.put("metadata.name", Json.text(node, "metadata", "name"));
        return Selector.matches(term, node) && Selector.matches(named, name);
    }
}
