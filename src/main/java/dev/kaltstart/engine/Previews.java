package dev.kaltstart.engine;

/** Asks a step what it would do. */
public interface Previews {

    /**
     * @param step its name, as models know it
     * @throws IllegalArgumentException when there is no such step
     */
    Preview of(String step, Run run);
}
