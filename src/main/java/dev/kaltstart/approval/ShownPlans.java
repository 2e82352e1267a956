package dev.kaltstart.approval;

import java.util.List;

/** The plans that people were shown. */
public interface ShownPlans {

    /** The plans that were shown together, in the order of the steps; empty for an unknown bundle. */
    List<ShownPlan> bundle(String recovery, String bundle);
}
