package dev.kaltstart.backup.protection;

import java.time.Instant;
import java.util.Map;

/** When a restore of each claim of a real cluster was last proven. */
@FunctionalInterface
public interface LastProofs {

    /** By namespace/name of the claim. */
    Map<String, Instant> last(String cluster);
}
