package dev.kaltstart.twin;

import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.People;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The simulated operator of an unattended rehearsal: completes tasks after a delay with the example answers. */
@Component
class SimulatedOperator implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SimulatedOperator.class);
    private static final String NAME = People.ROBOT;
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWERS_IN = Duration.ofMinutes(1);
    private static final Duration FLASHES_IN = Duration.ofMinutes(20);
    private static final int TRIES = 3;
    /** Of one task with the same answers: a plan that comes back here more often goes in circles. */
    private static final int ROUNDS = 6;

    private final Twins twins;
    private final HumanTasks tasks;
    private final Map<String, Attempt> attempts = new HashMap<>();
    private @Nullable TwinTicker pulse;

    SimulatedOperator(Twins twins, HumanTasks tasks) {
        this.twins = twins;
        this.tasks = tasks;
    }

    /** @param since when the task was first seen, or its answers were last refused, on the twin's clock */
    private record Attempt(String recovery, Instant since, int refused) {}

    /** Handles the open tasks of all rehearsals once. */
    void goRound() {
        twins.all().forEach(twin -> visit(twin.world()));
    }

    private void visit(World world) {
        var open = tasks.open(world.order().recovery());
        world.on(there -> {
            ManualActions.compare(there, open);
            return there;
        });
        forgetDone(world.order().recovery(), open);
        if (world.order().unattended()) {
            open.forEach(task -> consider(world, task));
        }
    }

    private void forgetDone(String recovery, List<HumanTasks.Open> open) {
        var there = open.stream().map(HumanTasks.Open::id).toList();
        attempts.entrySet()
                .removeIf(
                        attempt -> attempt.getValue().recovery().equals(recovery) && !there.contains(attempt.getKey()));
    }

    private void consider(World world, HumanTasks.Open task) {
        var now = world.now();
        var attempt = attempts.computeIfAbsent(task.id(), any -> new Attempt(task.recovery(), now, 0));
        var takes = ManualActions.base(task.activity()).equals(ManualActions.FLASH) ? FLASHES_IN : ANSWERS_IN;
        if (attempt.refused() < TRIES && !attempt.since().plus(takes).isAfter(now)) {
            var refused = attempt.refused() + answer(world, task, attempt.refused());
            attempts.put(task.id(), new Attempt(task.recovery(), now, refused));
            if (refused == TRIES) {
                giveUp(task, "the answers were refused %d times".formatted(TRIES));
            }
        }
    }

    /** A nightly rehearsal has to end, so that its operator notices that the plan does not work any more. */
    private void giveUp(HumanTasks.Open task, String why) {
        log.warn("{}: gave up at {}: {}", task.recovery(), task.activity(), why);
        try {
            tasks.giveUp(task.id(), NAME, "The simulated operator gave up at '%s': %s".formatted(task.name(), why));
        } catch (RuntimeException e) {
            log.warn("{}: {} could not be given up", task.recovery(), task.activity(), e);
        }
    }

    /** How often this was answered so before. */
    private static int rounds(World world, HumanTasks.Open task, Map<String, Object> answers) {
        var round = "answered/%s/%s/%08x"
                .formatted(
                        task.activity(),
                        task.subject().label(),
                        new TreeMap<>(answers).toString().hashCode());
        return world.on(there -> {
            var before = Integer.parseInt(there.marks().getOrDefault(round, "0"));
            there.marks().put(round, Integer.toString(before + 1));
            return before;
        });
    }

    /** @return how often the answers were refused: 0 or 1 */
    private int answer(World world, HumanTasks.Open task, int before) {
        try {
            var answers = OperatorAnswers.to(world, task, tasks.exampleAnswers(task), before);
            if (rounds(world, task, answers) >= ROUNDS) {
                giveUp(
                        task,
                        "it was answered %d times in the same way, and the recovery came back to it".formatted(ROUNDS));
                return TRIES + 1;
            }
            tasks.complete(task.id(), NAME, answers);
            return 0;
        } catch (HumanTask.Refused refused) {
            log.warn("{}: the answers to {} were refused: {}", task.recovery(), task.activity(), refused.getMessage());
        } catch (RuntimeException e) {
            log.warn("{}: {} could not be answered", task.recovery(), task.activity(), e);
        }
        return 1;
    }

    @Override
    public synchronized void start() {
        if (pulse == null) {
            pulse = new TwinTicker("rehearsal-person", LOOKS_EVERY, this::goRound);
        }
    }

    @Override
    public synchronized void stop() {
        if (pulse != null) {
            pulse.close();
            pulse = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return pulse != null;
    }
}
