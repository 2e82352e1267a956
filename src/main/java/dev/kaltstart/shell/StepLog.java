package dev.kaltstart.shell;

/** What the commands of a step say, while they say it. */
public interface StepLog {

    /**
     * The commands of one execution of a step in their order, each with what it wrote so far and how it ended; redacted,
     * without control characters, at most 256 KiB: the end of it.
     *
     * @param step names one execution of a step; what follows it after a hyphen tells its attempts apart
     */
    String tail(String recovery, String step);
}
