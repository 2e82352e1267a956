package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.EngineRows.Identity;
import dev.kaltstart.engine.RunFacts;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Checks that manifest, rows, variables and twin of a file belong to the same recovery. */
@Component
class ExportIdentity {

    private final ObjectMapper json;

    ExportIdentity(ObjectMapper json) {
        this.json = json;
    }

    /** @throws IllegalArgumentException when its subject is not in the inventory of this Kaltstart */
    Identity of(Manifest manifest, Clusters.Protected cluster) {
        Optional<Node> node = Optional.ofNullable(manifest.subject())
                .map(subject -> cluster.inventory()
                        .find(subject)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the inventory of '" + cluster.name() + "' here has no '" + subject + "'")));
        return new Identity(
                manifest.recovery(),
                Map.of(
                        RunFacts.RECOVERY.name(), manifest.recovery(),
                        RunFacts.CLUSTER.name(), manifest.cluster(),
                        RunFacts.MODE.name(), manifest.mode()),
                node.map(found -> found.name().value()).orElse(null),
                cluster.inventory().nodes().stream()
                        .map(known -> known.name().value())
                        .collect(Collectors.toSet()));
    }

    /** @throws IllegalArgumentException when a twin is unexpected, missing or of another recovery */
    void twin(ExportedFile exported, OwnRows own) {
        Manifest manifest = exported.manifest();
        var sizes = new TreeMap<String, Long>();
        exported.files(ExportWriter.TWIN, (name, content) -> {
            sizes.put(name, (long) content.length);
            if (name.equals("order.json")) {
                order(manifest, own, content);
            }
        });
        require(sizes.isEmpty() || manifest.rehearsal(), "it is " + manifest.mode() + ", and has a twin");
        require(
                sizes.containsKey("order.json") || manifest.ended() || !manifest.rehearsal(),
                "it is a running rehearsal without a twin");
        require(
                sizes.values().stream().mapToLong(Long::longValue).sum() <= ExportLimits.TWIN,
                "its twin exceeds the size limit");
    }

    private void order(Manifest manifest, OwnRows own, byte[] content) {
        try {
            JsonNode order = json.readTree(content);
            require(
                    order.path("recovery").asText().equals(manifest.recovery())
                            && order.path("cluster").asText().equals(manifest.cluster())
                            && own.goesLike(
                                    order.path("speed").asDouble(),
                                    order.path("unattended").asBoolean()),
                    "its twin is that of another recovery");
        } catch (IOException e) {
            throw new IllegalArgumentException("its twin cannot be read", e);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException(what);
        }
    }
}
