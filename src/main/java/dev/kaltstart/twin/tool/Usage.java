package dev.kaltstart.twin.tool;

/** The arguments cannot be understood. */
final class Usage extends RuntimeException {

    private final String message;

    Usage(String message) {
        super(message);
        this.message = message;
    }

    /** The tool's message on standard error. */
    String message() {
        return message;
    }
}
