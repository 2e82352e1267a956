package dev.kaltstart.engine;

/** Asked by the worker before a destructive step acts. */
public interface Approvals {

    /**
     * Uses up the approval of a step.
     *
     * @param execution names this execution of the step; asking again for the same one is answered with yes again
     * @return false when there is no unused approval
     */
    boolean take(String recovery, String step, String execution);
}
