package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.World;
import java.util.Optional;

/**
 * What Velero has stored of one claim, outside of the cluster.
 *
 * @param upload name of the DataUpload
 */
record VeleroVault(World world, String upload) {

    private static final String CLAIM = "velero-claim/";
    private static final String DATA = "velero-data/";

    /** Empties the store. */
    static void forget(World world) {
        world.marks().keySet().removeIf(mark -> mark.startsWith(CLAIM) || mark.startsWith(DATA));
    }

    void save(JsonNode claim, VolumeData data) {
        world.marks().put(CLAIM + upload, Json.write(claim));
        world.marks().put(DATA + upload, data.text());
    }

    Optional<JsonNode> claim() {
        return Optional.ofNullable(world.marks().get(CLAIM + upload)).map(Json::read);
    }

    Optional<VolumeData> data() {
        return Optional.ofNullable(world.marks().get(DATA + upload)).map(VolumeData::parse);
    }
}
