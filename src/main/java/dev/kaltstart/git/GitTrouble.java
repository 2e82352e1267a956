package dev.kaltstart.git;

/** Git cannot, or must not, do what was asked of it. The message says why, for a person. */
public class GitTrouble extends RuntimeException {
    public GitTrouble(String message) {
        super(message);
    }
}
