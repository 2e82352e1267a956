package dev.kaltstart.flux.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The most that was Ready so far, and since when: what goes back and forth is no progress. Kept, so that a restart of Kaltstart
 * is none either.
 *
 * @param first how many were there and Ready at the first look
 * @param firstAt in milliseconds
 * @param most there and Ready
 * @param mostAt in milliseconds
 */
record WaveProgress(int first, long firstAt, int most, long mostAt) {

    private static final String NAME = "waves.json";
    private static final JsonMapper JSON = new JsonMapper();

    /** Before that, a rate says nothing. */
    private static final Duration KNOWN_RATE = Duration.ofMinutes(2);

    static WaveProgress note(Run run, Evidence evidence, Waves waves) {
        int now = waves.ready() + waves.total();
        long at = run.cluster().clock().millis();
        Optional<WaveProgress> before =
                evidence.read(Evidence.reference(run, NAME)).map(WaveProgress::parse);
        if (before.isPresent() && before.get().most() >= now) {
            return before.get();
        }
        var noted = before.map(old -> new WaveProgress(old.first(), old.firstAt(), now, at))
                .orElseGet(() -> new WaveProgress(now, at, now, at));
        try {
            evidence.keep(run, NAME, JSON.writeValueAsString(noted));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return noted;
    }

    private static WaveProgress parse(String text) {
        try {
            return JSON.readValue(text, WaveProgress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** For how long nothing more has become Ready; a new try of the step starts the count again. */
    Duration still(Run run) {
        Instant since = Instant.ofEpochMilli(mostAt);
        return Duration.between(
                since.isAfter(run.began()) ? since : run.began(),
                run.cluster().clock().instant());
    }

    /** At the pace so far; blank when that is not known. */
    String forecast(Run run, int left) {
        Duration passed = Duration.between(Instant.ofEpochMilli(firstAt), Instant.ofEpochMilli(mostAt));
        int gained = most - first;
        if (left == 0 || gained <= 0 || passed.compareTo(KNOWN_RATE) < 0) {
            return "";
        }
        // each counts once when it is there, and once more when it is Ready
        long minutes = Math.max(1, Math.round(passed.toSeconds() * 2.0 * left / gained / 60));
        return "; about " + minutes + " min left at this pace";
    }
}
