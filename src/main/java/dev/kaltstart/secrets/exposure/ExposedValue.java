package dev.kaltstart.secrets.exposure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One value that a leaked identity could ever read: where it is, never what it is.
 *
 * @param id the same at each computation
 * @param subject name of the credential that it is a part of; all parts are replaced together
 * @param file harmless as text
 * @param keyPath as {@code sops --extract} takes it; empty for a whole file
 * @param consumer what uses it, as far as the repository shows it; may be empty
 * @param rank order of replacement, from 1; the same for all parts of a credential
 * @param firstCommit that had it in a readable form
 * @param lastCommit the newest one that had it in a readable form
 * @param atHead whether it is still on the branch that Flux follows
 * @param reason why it counts
 */
public record ExposedValue(
        String id,
        String subject,
        String file,
        String keyPath,
        ValueKind kind,
        String consumer,
        int rank,
        String firstCommit,
        Instant firstAt,
        String lastCommit,
        Instant lastAt,
        boolean atHead,
        String reason,
        Answer answer) {

    /** What became of it. */
    public enum State {
        OPEN,
        REPLACED,
        SKIPPED
    }

    /**
     * @param proof why it counts as replaced or skipped, and what proves it
     * @param person who said so; null for Kaltstart itself
     */
    public record Answer(
            State state,
            @Nullable String proof,
            @Nullable String person,
            @Nullable Instant at) {

        static final Answer NONE = new Answer(State.OPEN, null, null, null);
    }

    ExposedValue in(String credential, int position) {
        return new ExposedValue(
                id,
                credential,
                file,
                keyPath,
                kind,
                consumer,
                position,
                firstCommit,
                firstAt,
                lastCommit,
                lastAt,
                atHead,
                reason,
                answer);
    }

    /** For people. */
    public String place() {
        return keyPath.isEmpty() ? file + " (the whole file)" : file + " " + keyPath;
    }
}
