package dev.kaltstart.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Calls what the worker calls. */
public final class Turn {

    private Turn() {}

    /** A fake takes everything from a test, and from a step what is its own. */
    private static <T> T own(Set<Fact<?>> facts, Run run, Supplier<T> work) {
        return run instanceof FakeRun fake ? fake.taking(facts, work) : work.get();
    }

    public static Check check(Step step, Run run) {
        return own(step.writes(), run, () -> step.check(run));
    }

    /** A destructive step by the plan of this moment, as if it had just been approved. */
    public static void perform(Step step, Run run) {
        own(step.writes(), run, () -> {
            if (step instanceof Step.Destructive destructive) {
                destructive.perform(run, destructive.plan(run));
            } else {
                step.perform(run);
            }
            return "";
        });
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

    public static Map<Fact<String>, String> suggestions(HumanTask task, Run run) {
        return task.suggestions(run);
    }

    public static Map<Fact<String>, List<HumanTask.Option>> options(HumanTask task, Run run) {
        return task.options(run);
    }

    /** A person completes the task with what the run holds by then. */
    public static void complete(HumanTask task, Run run) {
        task.accept(run, run);
        own(task.writes(), run, () -> {
            task.accepted(run, run, "admin");
            return "";
        });
    }
}
