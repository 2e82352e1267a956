package dev.kaltstart.notify.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt. Reasons are for people and never repeat an address or an answer. */
public sealed interface Delivery {

    /**
     * @param remote the receiver's id of the message; null when it says none
     * @param pause before the next message, as the receiver asked for
     */
    record Delivered(@Nullable String remote, Duration pause) implements Delivery {
        public static final Delivered DONE = new Delivered(null, Duration.ZERO);
    }

    /** The receiver takes no message for a while. */
    record Postponed(Duration pause) implements Delivery {}

    /** The receiver does not take this message as it is, now or later. */
    record Refused(String reason) implements Delivery {}

    /** The receiver is gone, or does not know us: every further message would be refused as well. */
    record Gone(String reason) implements Delivery {}

    /** The message that was to be edited is not there any more. */
    record Unknown(String reason) implements Delivery {}

    /**
     * @param unsure the receiver may have taken it
     * @param pause at least, before the next attempt
     */
    record Undelivered(String reason, boolean unsure, Duration pause) implements Delivery {}
}
