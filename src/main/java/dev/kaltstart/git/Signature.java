package dev.kaltstart.git;

/**
 * Git's verdict on the signature of a commit (git-log(1), {@code %G?}).
 *
 * @param signer the name in the key; empty when unknown. Proves something only for a good signature
 */
public record Signature(State state, String signer) {

    /** The verdict. */
    public enum State {
        NONE,
        GOOD,
        /** Made with a known key that is not trusted, has expired or was revoked. */
        DOUBTFUL,
        BAD,
        /** Made with a key that is not on this machine, or in a way that cannot be verified here. */
        UNKNOWN
    }
}
