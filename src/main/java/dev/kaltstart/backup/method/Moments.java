package dev.kaltstart.backup.method;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in the status of objects. What cannot be read is unknown. */
public final class Moments {

    /** As Go prints a duration: {@code 1h2m3.5s}. */
    private static final Pattern GO_DURATION =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})(?:\\.\\d{1,9})?s)?");

    private Moments() {}

    public static Optional<Instant> of(GenericKubernetesResource object, Object... path) {
        return object.<Object>get(path) instanceof String text ? parse(text) : Optional.empty();
    }

    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Duration> duration(GenericKubernetesResource object, Object... path) {
        if (!(object.<Object>get(path) instanceof String text)) {
            return Optional.empty();
        }
        Matcher found = GO_DURATION.matcher(text);
        return found.matches()
                ? Optional.of(Duration.ofHours(number(found, 1))
                        .plusMinutes(number(found, 2))
                        .plusSeconds(number(found, 3)))
                : Optional.empty();
    }

    private static long number(Matcher found, int group) {
        return found.group(group) == null ? 0 : Long.parseLong(found.group(group));
    }
}
