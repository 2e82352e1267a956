package dev.kaltstart.flux.object;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code status.history}: what a Kustomization has tried to apply. Flux keeps the newest five, newest
 * first, and one entry for all revisions that built the same objects with the same end (src:
 * fluxcd/pkg:apis/meta/history.go). A HelmRelease has releases instead: their chart and values are what was built (src:
 * fluxcd/helm-controller:api/v2/snapshot_types.go).
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
        return entry.containsKey("chartVersion") ? release(entry) : build(entry);
    }

    private static HistoryEntry release(Map<?, ?> entry) {
        String version = text(entry.get("chartVersion"));
        String status = text(entry.get("status"));
        return new HistoryEntry(
                text(entry.get("chartName")) + "@" + version + "@" + text(entry.get("configDigest")),
                version,
                status.equals("deployed") || status.equals("superseded"),
                instant(text(entry.get("lastDeployed"))).orElse(null));
    }

    private static HistoryEntry build(Map<?, ?> entry) {
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
