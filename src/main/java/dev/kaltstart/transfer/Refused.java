package dev.kaltstart.transfer;

/** A recovery is not taken out or in; nothing was changed. The message says why, in one line, and what to do. */
class Refused extends RuntimeException {

    private final Kind kind;

    Refused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Refused(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** What is the matter. */
    enum Kind {
        NO_RECOVERY,
        /** Torn, changed, or no export at all. */
        UNREADABLE,
        /** Written by a Kaltstart whose files or tables are not those of this one. */
        OTHER_VERSION,
        UNKNOWN_CLUSTER,
        /** Nothing shows who wrote it. */
        UNSEALED,
        /** What is here already stands against it. */
        CONFLICT
    }
}
