package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The work that the patches of one build may take. A stranger can select all objects with each of many patterns, and
 * double an object with each copy of a JSON patch.
 */
final class PatchBudget {

    private static final int MOST = 40_000_000;

    /** A copied field takes memory too. */
    private static final int FIELD = 40;

    private long left = MOST;

    /** @throws Overlay.TooMuch once it is used up */
    void spend(long work) {
        left -= work;
        if (left < 0) {
            throw new Overlay.TooMuch("the patches take more than %,d steps".formatted(MOST));
        }
    }

    /** For one change of an object. */
    void spend(JsonNode object) {
        spend(FIELD);
        object.forEach(this::spend);
    }
}
