package dev.kaltstart.shell;

/** The live output of a step's commands. */
public interface StepLog {

    /**
     * The commands of one execution of a step in order, each with its output so far and its exit status; redacted, without
     * control characters, and only the last 256 KiB.
     *
     * @param step names one execution of a step; the suffix after a hyphen numbers its attempts
     */
    String tail(String recovery, String step);
}
