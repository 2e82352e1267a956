package dev.kaltstart.shell;

import java.util.function.Consumer;

/**
 * Lets a command of a step through to the world, or not. Whoever slept while another took over still believes that the
 * step is his; only the database knows.
 */
public interface Fence {

    /**
     * Writes the intent down, in one transaction with the proof that the step is still ours.
     *
     * @param step names one attempt of one step
     * @param intent writes it; is given what the step is about
     * @throws Shell.Fenced when it is not; then nothing has been written
     */
    void pass(String step, Consumer<String> intent);
}
