package dev.kaltstart.notify.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Retry-After}: seconds, also with a fraction as Discord sends them, or an HTTP date (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** When a receiver asks for a pause and does not say for how long. */
    static final Duration USUAL = Duration.ofSeconds(30);

    /** A receiver cannot silence Kaltstart for longer. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final double MILLIS = 1000;

    private RetryAfter() {}

    /** Empty when it is neither. Never negative, and never longer than an hour. */
    static Optional<Duration> of(String text, Instant now) {
        String value = text.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(bounded(Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * MILLIS))));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Duration bounded(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
