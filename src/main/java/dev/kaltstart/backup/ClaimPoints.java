package dev.kaltstart.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.LostClaim;
import java.util.List;

/**
 * The restore points of one lost claim, as they were found before anything was changed.
 *
 * @param points of all methods, the best first
 */
record ClaimPoints(LostClaim claim, List<RestorePoint> points) {

    private static final String NAME = "restore-points.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    ClaimPoints {
        points = List.copyOf(points);
    }

    static void keep(Run run, Evidence evidence, List<ClaimPoints> found) {
        try {
            evidence.keep(run, NAME, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(found));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** None before the search. */
    static List<ClaimPoints> of(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, NAME))
                .map(ClaimPoints::parse)
                .orElse(List.of());
    }

    private static List<ClaimPoints> parse(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** A line for people. */
    String message() {
        return points.isEmpty()
                ? claim.label() + ": no restore point found"
                : claim.label() + ": "
                        + points.get(0).label()
                        + (points.size() == 1 ? "" : " (and " + (points.size() - 1) + " more)");
    }
}
