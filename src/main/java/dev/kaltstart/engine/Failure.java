package dev.kaltstart.engine;

/** The three ways a step can fail. Anything else that is thrown is a bug, and treated as {@link Retryable}. */
public abstract sealed class Failure extends RuntimeException {

    private final String code;
    private final String message;

    private Failure(String code, String message) {
        super(message);
        this.code = code;
        this.message = message;
    }

    /** The fact behind the failure, in upper case: {@code SNAPSHOT_MISSING}. */
    public String code() {
        return code;
    }

    /** The problem and its remedy, for a person. */
    public String message() {
        return message;
    }

    /** The world is not ready. Tried again with growing pauses, then an incident. */
    public static final class Retryable extends Failure {
        public Retryable(String code, String message) {
            super(code, message);
        }
    }

    /** It is known what is wrong, and the choice is a person's. The model routes it to a human task. */
    public static final class NeedsHuman extends Failure {
        public NeedsHuman(String code, String message) {
            super(code, message);
        }
    }

    /** Going on would destroy data. The recovery ends as failed. */
    public static final class Fatal extends Failure {
        public Fatal(String code, String message) {
            super(code, message);
        }
    }
}
