package dev.kaltstart.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.util.List;

/**
 * The volumes that a disaster puts at risk: part of the scope, as recorded in the evidence of the diagnosis.
 *
 * @param namespaces whose volumes may be lost
 * @param everything the next deletions are unknown: all volumes may be lost
 * @param lostClaims claims that were deleted before the recovery started, as namespace/name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record VolumeRisk(List<String> namespaces, boolean everything, List<String> lostClaims) {

    private static final String SCOPE = "affected.json";
    private static final JsonMapper JSON = new JsonMapper();

    VolumeRisk {
        namespaces = List.copyOf(namespaces);
        lostClaims = List.copyOf(lostClaims);
    }

    /** Empty before the scope is known. */
    static VolumeRisk of(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, SCOPE))
                .map(VolumeRisk::parse)
                .orElseGet(() -> new VolumeRisk(List.of(), false, List.of()));
    }

    private static VolumeRisk parse(String text) {
        try {
            return JSON.readValue(text, VolumeRisk.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + SCOPE + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
