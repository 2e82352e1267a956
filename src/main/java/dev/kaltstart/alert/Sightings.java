package dev.kaltstart.alert;

import java.time.Instant;
import java.util.List;

/** Problems that Kaltstart detects itself. Each is reported once, and never starts a recovery. */
public interface Sightings {

    /** The open problems of a cluster that Kaltstart or Flux reported. */
    List<Open> open(String cluster);

    /** @param sighting a new problem; ignored when it is open already */
    void began(String cluster, Sighting sighting);

    void over(String cluster, Open trouble);

    /**
     * @param name its name in the table {@code processes/triage}
     * @param object the object concerned, as people write it
     * @param message the observation, for a person
     */
    record Sighting(String name, String object, Instant since, String message) {}

    /**
     * @param own Kaltstart detected it itself
     * @param leftBehind its recovery has ended without it: the code that ends it here may report it again
     * @param reported when it was last reported
     */
    record Open(
            boolean own,
            boolean leftBehind,
            String fingerprint,
            String name,
            String object,
            Instant since,
            Instant reported) {}
}
