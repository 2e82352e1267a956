package dev.kaltstart.recovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A timeline entry from outside the engine, as an application event, in the same transaction: starts, aborts,
 * ends, hand-overs, imports, notes.
 */
public record TimelineNote(
        String recovery,
        Instant at,
        String kind,
        @Nullable String step,
        String message,
        @Nullable String person) {}
