package dev.kaltstart.alert;

import java.time.Instant;
import java.util.List;

/** What Kaltstart itself sees going wrong. A person is told of each trouble once; nothing is started because of it. */
public interface Sightings {

    /** Troubles of a cluster with its Flux that are not over, whoever told of them: Kaltstart itself, or Flux. */
    List<Open> open(String cluster);

    /** @param sighting of a trouble that is not among the open ones; when it is after all, nothing happens */
    void began(String cluster, Sighting sighting);

    void over(String cluster, Open trouble);

    /**
     * @param name as the table {@code processes/triage} knows it
     * @param object what it is about, as people write it
     * @param words what was seen, for a person
     */
    record Sighting(String name, String object, Instant since, String words) {}

    /**
     * @param own Kaltstart has seen it itself
     * @param leftBehind it belongs to a recovery that has ended without it: whoever ends it here may tell of it anew
     * @param told when it was last heard of
     */
    record Open(
            boolean own,
            boolean leftBehind,
            String fingerprint,
            String name,
            String object,
            Instant since,
            Instant told) {}
}
