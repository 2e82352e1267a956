package dev.kaltstart.cluster.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as people write them ({@code 30m}, {@code 4h}, {@code 1h30m}) or in ISO 8601 ({@code PT4H}). */
final class DurationText {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofDays(30);

    /** The advice in every message about an invalid duration. */
    static final String ADVICE = "allowed is 1m to 720h, written like 30m, 4h, 1h30m or PT4H";

    private static final Pattern SHORT = Pattern.compile("(?=\\d)(\\d{1,6}h)?(\\d{1,6}m)?");

    private DurationText() {}

    /** Empty unless the text is a duration within the allowed range. */
    static Optional<Duration> parse(String text) {
        return read(text).filter(read -> read.compareTo(SHORTEST) >= 0 && read.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> read(String text) {
        try {
            var iso = SHORT.matcher(text).matches() ? "PT" + text.toUpperCase(Locale.ROOT) : text;
            return Optional.of(Duration.parse(iso));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
