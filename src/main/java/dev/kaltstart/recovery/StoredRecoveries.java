package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.StepHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class StoredRecoveries implements Recoveries {

    private static final int ENDED_LIMIT = 200;

    private final RecoveryRows rows;
    private final RecoveryStarter starts;
    private final Timeline timeline;
    private final Processes processes;
    private final HumanTasks tasks;
    private final StepHistory steps;
    private final RecoveryObjectives measured;
    private final ReachedMilestones milestones;
    private final MilestoneRows reached;
    private final RunClock runClock;
    private final Clock clock;

    StoredRecoveries(
            RecoveryRows rows,
            RecoveryStarter starts,
            Timeline timeline,
            Processes processes,
            HumanTasks tasks,
            StepHistory steps,
            RecoveryObjectives measured,
            ReachedMilestones milestones,
            MilestoneRows reached,
            RunClock runClock,
            Clock clock) {
        this.rows = rows;
        this.starts = starts;
        this.timeline = timeline;
        this.processes = processes;
        this.tasks = tasks;
        this.steps = steps;
        this.measured = measured;
        this.milestones = milestones;
        this.reached = reached;
        this.runClock = runClock;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Recovery start(Request request) {
        return find(starts.start(request).id()).orElseThrow();
    }

    @Override
    public Optional<Recovery> find(String id) {
        return rows.row(id).map(this::view);
    }

    @Override
    public List<Recovery> list(@Nullable String cluster, @Nullable State state, @Nullable Mode mode) {
        List<RecoveryRows.Row> open = state != null && state.ended() ? List.of() : rows.open(cluster, mode);
        List<RecoveryRows.Row> ended = state != null && !state.ended()
                ? List.of()
                : rows.ended(cluster, mode, state == null ? null : outcome(state), ENDED_LIMIT);
        return views(Stream.concat(open.stream(), ended.stream())
                        .sorted(Comparator.comparing(RecoveryRows.Row::createdAt)
                                .reversed())
                        .toList())
                .filter(recovery -> state == null || recovery.state() == state)
                .toList();
    }

    @Override
    public List<Recovery> notEnded(String cluster) {
        return views(rows.open(cluster, null)).toList();
    }

    @Override
    public boolean startedSince(String cluster, String scenario, @Nullable String subject, Instant since) {
        return rows.startedSince(cluster, scenario, subject, since);
    }

    @Override
    public List<Entry> timeline(String id) {
        return timeline.of(id);
    }

    @Override
    public List<StepState> steps(String id) {
        return steps.of(id).stream().map(StepState::of).toList();
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
    public void note(String id, String kind, String message, @Nullable String person) {
        timeline.write(id, clock.instant(), kind, null, message, person);
    }

    private Stream<Recovery> views(List<RecoveryRows.Row> found) {
        Map<String, List<MilestoneRows.Row>> all =
                reached.of(found.stream().map(RecoveryRows.Row::id).toList());
        return found.stream().map(row -> view(row, all.getOrDefault(row.id(), List.of())));
    }

    private Recovery view(RecoveryRows.Row row) {
        return view(row, reached.of(List.of(row.id())).getOrDefault(row.id(), List.of()));
    }

    private Recovery view(RecoveryRows.Row row, List<MilestoneRows.Row> reached) {
        Duration elapsed = runClock.elapsed(row, clock.instant());
        Duration rto = row.greenAt() == null ? null : elapsed;
        List<Milestone> found = milestones.of(row, reached);
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
                rto,
                row.unattended(),
                measured.of(row, found, rto),
                found);
    }

    private static String outcome(State state) {
        return state.name().toLowerCase(Locale.ROOT);
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
