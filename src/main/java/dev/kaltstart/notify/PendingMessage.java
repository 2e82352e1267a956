package dev.kaltstart.notify;

import org.jspecify.annotations.Nullable;

/**
 * A message that waits in the outbox.
 *
 * @param attempts that have begun
 * @param unsure the result of one of them is not known
 * @param shortened it was refused in its full length
 */
record PendingMessage(
        long id,
        OutboxRow row,
        int attempts,
        boolean unsure,
        boolean shortened,
        @Nullable String problem) {}
