package dev.kaltstart.approval;

import java.util.List;

/** The plans that people were shown. */
public interface ShownPlans {

    /** Those that were shown together, in the order of the steps; empty when there is no such bundle. */
    List<ShownPlan> bundle(String recovery, String bundle);
}
