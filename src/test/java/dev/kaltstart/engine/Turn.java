package dev.kaltstart.engine;

/** Calls what the worker calls. */
public final class Turn {

    private Turn() {}

    public static Check check(Step step, Run run) {
        return step.check(run);
    }

    /** A destructive step by the plan of this moment, as if it had just been approved. */
    public static void perform(Step step, Run run) {
        if (step instanceof Step.Destructive destructive) {
            destructive.perform(run, destructive.plan(run));
        } else {
            step.perform(run);
        }
    }

    public static void perform(Step.Destructive step, Run run, Plan approved) {
        step.perform(run, approved);
    }

    public static Check identity(Step.Destructive step, Run run) {
        return step.identity(run);
    }

    public static Plan plan(Step.Destructive step, Run run) {
        return step.plan(run);
    }

    public static HumanTask.Brief brief(HumanTask task, Run run) {
        return task.brief(run);
    }

    /** A person completes the task with what the run holds by then. */
    public static void complete(HumanTask task, Run run) {
        task.accept(run, run);
        task.accepted(run, run, "admin");
    }
}
