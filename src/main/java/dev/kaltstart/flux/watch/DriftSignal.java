package dev.kaltstart.flux.watch;

import dev.kaltstart.alert.Sightings;
import java.time.Duration;
import java.time.Instant;

/**
 * What a look at Flux has found that a person should know.
 *
 * @param name as the table {@code processes/triage} knows it
 * @param object of Flux, as people write it
 */
record DriftSignal(String name, String object, Instant since, String message) {

    /** What has happened once does not count for ever: after that it was meant, or a person has dealt with it. */
    static final Duration NEWS = Duration.ofDays(1);

    boolean news(Instant now) {
        return !since.isBefore(now.minus(NEWS));
    }

    boolean is(Sightings.Open known) {
        return known.own() && known.name().equals(name) && known.object().equals(object);
    }

    Sightings.Sighting sighting() {
        return new Sightings.Sighting(name, object, since, message);
    }
}
