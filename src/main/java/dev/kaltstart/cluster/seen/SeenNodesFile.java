package dev.kaltstart.cluster.seen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.yaml.Position;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the record in the home, for {@code check} and for people: the embedded database is closed to other programs
 * while Kaltstart runs.
 */
public record SeenNodesFile(Path file) {

    private static final Logger LOG = LoggerFactory.getLogger(SeenNodesFile.class);
    private static final String NAME = "seen-nodes.json";
    private static final int LIMIT = 16 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public static SeenNodesFile in(Path home) {
        return new SeenNodesFile(home.resolve(NAME));
    }

    /** Replaces the copy as a whole. A full disk does not stop a look; the copy is older then. */
    void write(Map<String, List<SeenNode>> byCluster) {
        try {
            var half = file.resolveSibling(NAME + ".new");
            Files.writeString(half, JSON.writeValueAsString(new TreeMap<>(byCluster)) + "\n");
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} could not be written: {}", file, e.getMessage());
        }
    }

    /**
     * The nodes of a cluster; none without a copy.
     *
     * @throws UnreadableYaml when the copy is damaged
     */
    public List<SeenNode> of(String cluster) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        var text = new YamlFile(file, file.toString(), LIMIT).text();
        try {
            // copies, which refuse what is null in them
            return List.copyOf(Map.copyOf(JSON.readValue(text, new TypeReference<Map<String, List<SeenNode>>>() {}))
                    .getOrDefault(cluster, List.of()));
        } catch (JsonProcessingException | NullPointerException e) {
            throw new UnreadableYaml(
                    Position.of(file.toString()),
                    "this is no record of live nodes: move it away, Kaltstart writes it again");
        }
    }
}
