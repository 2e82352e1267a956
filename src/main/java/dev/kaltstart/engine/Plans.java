package dev.kaltstart.engine;

/** Asks a destructive step what it would do right now. */
public interface Plans {

    /**
     * @param step its name, as models know it
     * @throws IllegalArgumentException when there is no destructive step of that name
     */
    Answer of(String step, Run run);

    sealed interface Answer {}

    /** The plan to approve. */
    record Ready(Plan plan) implements Answer {}

    /** The step has nothing to do as things are now. */
    record NotNeeded(String reason) implements Answer {}

    /** The step would refuse to act as things are now, so there is nothing to approve. */
    record Refused(String code, String reason) implements Answer {}
}
