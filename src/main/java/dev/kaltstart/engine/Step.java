package dev.kaltstart.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One service task, written as desired state. The bean's name is the activity's: {@code DrainNode}, {@code drainNode}.
 *
 * <p>The worker looks first ({@link #check}); unless it is met, it acts once ({@link #perform}), and then looks until it
 * is met, the limit in the model has passed, or it is cancelled. Only the check ends a step. Thread-safe: one bean
 * serves all runs.
 */
public abstract class Step {

    /** Is the effect there? Looked at before acting, after acting, and again after a crash. */
    public abstract Check check(Run run);

    /**
     * What has to end before the step may begin, for people; empty when it is its turn. Asked at each look until the step has
     * begun to act: no check runs meanwhile, and the time does not count.
     */
    public Optional<String> waitsFor(Run run) {
        return Optional.empty();
    }

    /** Makes it so. May run again after a crash; commands inside it are remembered. A pure wait leaves it empty. */
    public void perform(Run run) {}

    /**
     * Commands for a person whom a failure of this step has called, exact and to copy. Computed from facts and inventory
     * alone: it must not wait.
     */
    public List<String> remedies(Run run, String code) {
        return List.of();
    }

    /** The facts that it sets; setting any other one is a bug. Constant. */
    public Set<Fact<?>> writes() {
        return Set.of();
    }

    /**
     * A step that destroys something. The model must have an approval before it on every path, and one approval allows
     * one attempt of one plan.
     */
    public abstract static class Destructive extends Step {

        /**
         * Is what the commands are about to hit what the inventory means? Looked at when the plan is shown and again
         * right before acting; unless it is met, nothing happens and a person is asked.
         */
        public abstract Check identity(Run run);

        /** The actions of {@link #perform(Run, Plan)}. Computed for the approver, and again right before acting. */
        public abstract Plan plan(Run run);

        /** Runs the approved plan and nothing else. May run again after a crash, with the same plan. */
        public abstract void perform(Run run, Plan approved);

        @Override
        public final void perform(Run run) {
            throw new IllegalStateException("a destructive step acts by an approved plan only");
        }
    }
}
