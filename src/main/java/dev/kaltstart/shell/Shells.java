package dev.kaltstart.shell;

/** Gives every step its own shell, which records the step's commands in the journal. */
public interface Shells {

    /**
     * A shell whose commands are recorded under this key, numbered in call order.
     *
     * @param step names one attempt of one step, the same after a crash; when empty, nothing is recorded
     * @param recovery the recovery of the step, for the timeline
     */
    Shell of(String recovery, String step, Runner runner);

    /** Runs commands on this machine. */
    Runner local();

    /** A shell that records nothing: use it to read, never to act. */
    Shell unremembered(Runner runner);
}
