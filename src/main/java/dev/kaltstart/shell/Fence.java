package dev.kaltstart.shell;

import java.util.function.Consumer;

/**
 * Guards a step's commands with its lease. An instance that paused while another took the step over still believes
 * that it holds the lease; only the database knows.
 */
public interface Fence {

    /**
     * Records the intent, in one transaction with the proof that the step's lease is still ours.
     *
     * @param step names one attempt of one step
     * @param intent writes the record; receives the step's subject
     * @throws Shell.Fenced when the lease is lost; nothing has been written then
     */
    void pass(String step, Consumer<String> intent);
}
