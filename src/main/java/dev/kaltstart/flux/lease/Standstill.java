package dev.kaltstart.flux.lease;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * An object of Flux that was told to stand still.
 *
 * @param holder id of the recovery that it stands still for; null when others suspended it
 * @param reason why, when the holder says so
 * @param until when the lease ends unless it is renewed; null when that was not said
 */
@NamedInterface("status")
public record Standstill(
        FluxId object,
        @Nullable String holder,
        @Nullable String reason,
        @Nullable Instant until) {

    public static List<Standstill> among(Stream<FluxObject> objects) {
        return objects.filter(object -> SuspendSwitch.of(object.id().kind()).on(object.object()))
                .map(Standstill::of)
                .toList();
    }

    private static Standstill of(FluxObject object) {
        Map<String, String> marks = object.object().getMetadata().getAnnotations();
        String holder = marks == null ? null : marks.get(LeaseMarks.HOLDER);
        return marks == null || holder == null
                ? new Standstill(object.id(), null, null, null)
                : new Standstill(
                        object.id(),
                        holder,
                        marks.get(LeaseMarks.REASON),
                        time(marks.getOrDefault(LeaseMarks.UNTIL, "")).orElse(null));
    }

    static Standstill of(Suspension row) {
        return row.state() == Suspension.State.FOUND
                ? new Standstill(row.object(), null, row.message(), null)
                : new Standstill(row.object(), row.recovery(), row.reason(), row.expiresAt());
    }

    /** Anybody can write the mark. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
