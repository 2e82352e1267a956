package dev.kaltstart.git;

/**
 * What Git says of the signature of a commit (git-log(1), {@code %G?}).
 *
 * @param signer as the key names him; empty when that is not known. Proves something for a good signature only
 */
public record Signature(State state, String signer) {

    /** How good it is. */
    public enum State {
        NONE,
        GOOD,
        /** Made with a key that this machine has, but does not trust, or that has expired or was revoked. */
        DOUBTFUL,
        BAD,
        /** Signed, but with a key that is not on this machine, or in a way that it cannot check. */
        UNKNOWN
    }
}
