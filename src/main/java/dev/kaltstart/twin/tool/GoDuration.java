package dev.kaltstart.twin.tool;

import java.time.Duration;
import java.util.regex.Pattern;

/** {@code 1h30m}, {@code 90s}, {@code 500ms}: durations as tools written in Go take them. */
final class GoDuration {

    private static final Pattern ALL = Pattern.compile("([0-9]+(h|ms|m|s))+");
    private static final Pattern PART = Pattern.compile("([0-9]+)(h|ms|m|s)");

    private GoDuration() {}

    /** @throws Usage when it is none */
    static Duration parse(String text) {
        if (!ALL.matcher(text).matches()) {
            throw new Usage("time: invalid duration \"%s\"".formatted(text));
        }
        var total = Duration.ZERO;
        for (var part = PART.matcher(text); part.find(); ) {
            var amount = Long.parseLong(part.group(1));
            total = total.plus(
                    switch (part.group(2)) {
                        case "h" -> Duration.ofHours(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        default -> Duration.ofMillis(amount);
                    });
        }
        return total;
    }
}
