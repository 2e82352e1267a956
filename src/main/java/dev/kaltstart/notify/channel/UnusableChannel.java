package dev.kaltstart.notify.channel;

/** The channel cannot be used as it is configured: what, where and what to do. Never the secret itself. */
class UnusableChannel extends Exception {

    private final String reason;

    UnusableChannel(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
