package dev.kaltstart.engine;

import java.util.Map;

/** Evaluates the decision tables under {@code processes/}. */
public interface Decisions {

    /**
     * The one matching row.
     *
     * @throws IllegalStateException when no row matches
     */
    Map<String, Object> decide(String table, Map<String, Object> inputs);
}
