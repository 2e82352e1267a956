package dev.kaltstart.git;

/** Git cannot, or must not, run the operation. The message gives the reason, for a person. */
public class GitTrouble extends RuntimeException {
    public GitTrouble(String message) {
        super(message);
    }
}
