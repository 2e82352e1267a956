package dev.kaltstart.shell;

/** Gives every step a shell of its own that remembers the step's commands in the journal. */
public interface Shells {

    /**
     * A shell whose commands are remembered under this key, numbered in the order of their calls.
     *
     * @param step names one attempt of one step, the same after a crash; when empty, nothing is remembered
     * @param recovery the recovery it belongs to, for the timeline
     */
    Shell of(String recovery, String step, Runner runner);

    /** Runs on this machine. */
    Runner local();

    /** A shell that remembers nothing: for looking, never for acting. */
    Shell unremembered(Runner runner);
}
