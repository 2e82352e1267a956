package dev.kaltstart.transfer;

/** An export or import was refused; nothing was changed. The message gives reason and remedy in one line. */
class TransferRefused extends RuntimeException {

    private final Kind kind;

    TransferRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    TransferRefused(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The reason for the refusal. */
    enum Kind {
        NO_RECOVERY,
        /** Incomplete, changed, or not an export. */
        UNREADABLE,
        /** Written by a Kaltstart with other files or tables. */
        OTHER_VERSION,
        UNKNOWN_CLUSTER,
        /** Without proof of origin. */
        UNSEALED,
        /** Conflicts with data in this Kaltstart. */
        CONFLICT
    }
}
