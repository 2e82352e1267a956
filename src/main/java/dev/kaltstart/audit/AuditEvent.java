package dev.kaltstart.audit;

import dev.kaltstart.api.ControlCharacters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One recorded event. New events are normalised so that every database returns them unchanged; stored ones are read
 * unchanged, or tampering would go unnoticed.
 *
 * @param recovery null when the event belongs to none
 * @param person who did it; null for Kaltstart itself
 * @param origin address of the request
 * @param digest of the plan
 * @param approval id of the approval
 */
record AuditEvent(
        Instant at,
        String action,
        @Nullable String recovery,
        @Nullable String subject,
        @Nullable String step,
        @Nullable String person,
        @Nullable String origin,
        @Nullable String digest,
        @Nullable String approval,
        String message) {

    static AuditEvent of(Instant at, String action, @Nullable String recovery, String message) {
        return new AuditEvent(
                at.truncatedTo(ChronoUnit.MILLIS),
                clean(action, 100),
                optional(recovery, 100),
                null,
                null,
                null,
                null,
                null,
                null,
                clean(message, 10_000));
    }

    AuditEvent about(@Nullable String whom, @Nullable String activity) {
        return new AuditEvent(
                at,
                action,
                recovery,
                optional(whom, 300),
                optional(activity, 100),
                person,
                origin,
                digest,
                approval,
                message);
    }

    AuditEvent by(@Nullable String who, @Nullable String address) {
        return new AuditEvent(
                at,
                action,
                recovery,
                subject,
                step,
                optional(who, 200),
                optional(address, 100),
                digest,
                approval,
                message);
    }

    AuditEvent allowing(@Nullable String plan, @Nullable String id) {
        return new AuditEvent(
                at, action, recovery, subject, step, person, origin, optional(plan, 64), optional(id, 100), message);
    }

    private static @Nullable String optional(@Nullable String text, int longest) {
        return text == null ? null : clean(text, longest);
    }

    /** Escapes make a text longer, so cut it after escaping, and never inside a character. */
    private static String clean(String text, int longest) {
        String shown = ControlCharacters.text(text, longest);
        int end = Math.min(shown.length(), longest);
        boolean half = end > 0 && end < shown.length() && Character.isHighSurrogate(shown.charAt(end - 1));
        return shown.substring(0, half ? end - 1 : end);
    }
}
