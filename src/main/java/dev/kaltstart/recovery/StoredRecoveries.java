package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.StepHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class StoredRecoveries implements Recoveries {

    private static final int LIST_LIMIT = 200;

    private final RecoveryRows rows;
    private final Starts starts;
    private final Timeline timeline;
    private final Processes processes;
    private final HumanTasks tasks;
    private final StepHistory steps;
    private final Objectives.ByCluster objectives;
    private final Clock clock;

    StoredRecoveries(
            RecoveryRows rows,
            Starts starts,
            Timeline timeline,
            Processes processes,
            HumanTasks tasks,
            StepHistory steps,
            Objectives.ByCluster objectives,
            Clock clock) {
        this.rows = rows;
        this.starts = starts;
        this.timeline = timeline;
        this.processes = processes;
        this.tasks = tasks;
        this.steps = steps;
        this.objectives = objectives;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Recovery start(Request request) {
        return view(starts.start(request));
    }

    @Override
    public Optional<Recovery> find(String id) {
        return rows.row(id).map(this::view);
    }

    @Override
    public List<Recovery> list(@Nullable String cluster, @Nullable State state, @Nullable Mode mode) {
        return rows.newestFirst(LIST_LIMIT).stream()
                .filter(row -> cluster == null || row.cluster().equals(cluster))
                .filter(row -> mode == null || row.mode() == mode)
                .map(this::view)
                .filter(recovery -> state == null || recovery.state() == state)
                .toList();
    }

    @Override
    public List<Entry> timeline(String id) {
        return timeline.of(id);
    }

    @Override
    public List<StepState> steps(String id) {
        return steps.of(id).stream()
                .map(step -> new StepState(
                        step.step(),
                        StepState.shown(step.subject()),
                        step.name(),
                        step.state(),
                        step.beganAt(),
                        step.endedAt(),
                        step.words(),
                        step.code(),
                        step.progress()))
                .toList();
    }

    @Override
    public void abort(String id, String reason, String person) {
        RecoveryRows.Row row = rows.row(id).orElseThrow(() -> new NoSuchElementException("no such recovery"));
        if (row.outcome() != null) {
            return;
        }
        timeline.write(id, clock.instant(), "abort", null, reason, person);
        processes.abort(id, reason);
    }

    @Override
    public void note(String id, String kind, String words, @Nullable String person) {
        timeline.write(id, clock.instant(), kind, null, words, person);
    }

    private Recovery view(RecoveryRows.Row row) {
        Duration elapsed = RunClock.elapsed(row, clock.instant());
        return new Recovery(
                row.id(),
                row.cluster(),
                row.scenario(),
                row.mode(),
                row.subject(),
                row.reason(),
                row.person(),
                state(row),
                row.startedAt(),
                row.createdAt(),
                row.greenAt(),
                row.endedAt(),
                elapsed,
                row.greenAt() == null ? null : elapsed,
                row.unattended(),
                objectives(row.cluster()));
    }

    /** A recovery outlives the configuration of its cluster. */
    private Objectives objectives(String cluster) {
        try {
            return objectives.of(cluster);
        } catch (NoSuchElementException e) {
            return Objectives.DEFAULT;
        }
    }

    /** Ends are read from the end event that was reached, never from the engine's state. */
    private State state(RecoveryRows.Row row) {
        if (row.outcome() != null) {
            return State.valueOf(row.outcome().toUpperCase(Locale.ROOT));
        }
        if (row.handedOverAt() != null) {
            return State.HANDED_OVER;
        }
        if (processes.blocked(row.id())) {
            return State.BLOCKED;
        }
        return tasks.open(row.id()).isEmpty() ? State.RUNNING : State.WAITING;
    }
}
