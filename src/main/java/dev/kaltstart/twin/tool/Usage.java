package dev.kaltstart.twin.tool;

/** The arguments cannot be understood. */
final class Usage extends RuntimeException {

    private final String words;

    Usage(String words) {
        super(words);
        this.words = words;
    }

    /** What the tool writes to standard error. */
    String words() {
        return words;
    }
}
