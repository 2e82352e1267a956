package dev.kaltstart.engine;

/** Calls what the worker calls. */
public final class Turn {

    private Turn() {}

    public static Check check(Step step, Run run) {
        return step.check(run);
    }

    public static void perform(Step step, Run run) {
        step.perform(run);
    }

    public static Check identity(Step.Destructive step, Run run) {
        return step.identity(run);
    }

    public static Preview preview(Step step, Run run) {
        return step.preview(run);
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
