package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.shell.CommandLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a scenario against the twin with nobody at the keyboard. */
final class Rehearsing {

    private static final double FAST = 400;

    private final String scenario;
    private final Recoveries recoveries;
    private final HumanTasks tasks;
    private final CommandLog commands;

    Rehearsing(String scenario, Recoveries recoveries, HumanTasks tasks, CommandLog commands) {
        this.scenario = scenario;
        this.recoveries = recoveries;
        this.tasks = tasks;
        this.commands = commands;
    }

    /** @return the id of the recovery; the damage is done, and no step has acted yet */
    String start(
            String cluster, @Nullable String subject, List<String> faults, Map<String, Map<String, Object>> answers) {
        var settings = new Rehearsals.Settings(true, FAST, faults, answers);
        return recoveries
                .start(new Recoveries.Request(
                        cluster, scenario, Mode.REHEARSAL, subject, null, "test", "test", null, settings))
                .id();
    }

    /** @throws AssertionError when it has not ended after two and a half minutes, with its state, steps and tasks */
    Recovery toItsEnd(String id) {
        Instant patience = Instant.now().plusSeconds(150);
        await(id)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    State state = find(id).state();
                    return state.ended()
                            || state == State.BLOCKED
                            || Instant.now().isAfter(patience);
                });
        Recovery ended = find(id);
        if (!ended.state().ended()) {
            throw new AssertionError(id + " is " + ended.state() + ": " + recoveries.steps(id) + " " + tasks.open(id));
        }
        return ended;
    }

    private Recovery find(String id) {
        return recoveries.find(id).orElseThrow();
    }

    Stream<String> lines(Recovery recovery) {
        return commands.of(recovery.id()).stream().map(CommandLog.CommandRecord::line);
    }

    /** The steps of a recovery, as Kaltstart has recorded them. */
    record RecordedSteps(Recoveries recoveries, String id) {

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

        /** The messages of one step, of each time that it ran. */
        String message(String name) {
            return steps(name).stream()
                    .map(step -> String.valueOf(step.message()))
                    .collect(Collectors.joining("\n"));
        }

        /** The messages of all steps that failed. */
        String problems() {
            return recoveries.steps(id).stream()
                    .filter(step -> step.state().equals("failed"))
                    .map(step -> String.valueOf(step.message()))
                    .collect(Collectors.joining("\n"));
        }

        /** The activities of the tasks that a person has completed. */
        List<String> answered() {
            return recoveries.timeline(id).stream()
                    .filter(entry -> entry.kind().equals("task-completed"))
                    .map(entry -> String.valueOf(entry.step()))
                    .toList();
        }
    }
}
