package dev.kaltstart.engine;

import java.util.List;

/** The people who may approve what destroys something. */
public interface Approvers {

    /** All of them, in the order of the alphabet. */
    List<String> names();

    /** Whether there is another one. Letter case makes no other person. */
    default boolean others(String person) {
        return names().stream().anyMatch(name -> !name.equalsIgnoreCase(person));
    }
}
