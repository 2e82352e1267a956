package dev.kaltstart.flux.object;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code status.history}: what a Kustomization has tried to apply. Flux keeps the newest five, newest
 * first, and one entry for all revisions that built the same objects (src: fluxcd/pkg:apis/meta/history.go).
 *
 * @param digest of the objects that were built
 * @param at when it was last done
 */
public record HistoryEntry(
        String digest,
        String revision,
        boolean succeeded,
        @Nullable Instant at) {

    static HistoryEntry of(Map<?, ?> entry) {
        String revision = entry.get("metadata") instanceof Map<?, ?> metadata ? text(metadata.get("revision")) : "";
        return new HistoryEntry(
                text(entry.get("digest")),
                revision,
                "ReconciliationSucceeded".equals(entry.get("lastReconciledStatus")),
                instant(text(entry.get("lastReconciled"))).orElse(null));
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
