package dev.kaltstart;

import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.util.List;
import java.util.stream.Collectors;

/** What a recovery has told about itself. */
record Told(Recoveries recoveries, String id) {

    /** The steps that were done, in their order. */
    List<String> done() {
        return recoveries.steps(id).stream()
                .filter(step -> step.state().equals("done"))
                .map(StepState::step)
                .toList();
    }

    /** Each time that one step ran. */
    List<StepState> steps(String name) {
        return recoveries.steps(id).stream()
                .filter(step -> step.step().equals(name))
                .toList();
    }

    /** The words of one step, of each time that it ran. */
    String message(String name) {
        return steps(name).stream().map(step -> String.valueOf(step.message())).collect(Collectors.joining("\n"));
    }

    /** The words of all steps that failed. */
    String problems() {
        return recoveries.steps(id).stream()
                .filter(step -> step.state().equals("failed"))
                .map(step -> String.valueOf(step.message()))
                .collect(Collectors.joining("\n"));
    }

    /** The activities of the tasks that somebody has completed. */
    List<String> answered() {
        return recoveries.timeline(id).stream()
                .filter(entry -> entry.kind().equals("task-completed"))
                .map(entry -> String.valueOf(entry.step()))
                .toList();
    }
}
