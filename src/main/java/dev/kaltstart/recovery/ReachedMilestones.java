package dev.kaltstart.recovery;

import dev.kaltstart.engine.Milestones;
import dev.kaltstart.engine.Milestones.Drawn;
import dev.kaltstart.recovery.Recoveries.Milestone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The milestones of a recovery: those of its model, and when they were reached on its clock. */
@Component
class ReachedMilestones {

    private final Milestones milestones;
    private final RecoveryObjectives objectives;

    ReachedMilestones(Milestones milestones, RecoveryObjectives objectives) {
        this.milestones = milestones;
        this.objectives = objectives;
    }

    /** As the model draws them; what was reached and is not drawn, because the model is gone, comes first. */
    List<Milestone> of(RecoveryRows.Row row, List<MilestoneRows.Row> reached) {
        List<Drawn> drawn = row.model() == null ? List.of() : milestones.of(row.model());
        List<String> names = drawn.stream().map(Drawn::name).toList();
        var all = new ArrayList<Milestone>();
        reached.stream()
                .filter(milestone -> !names.contains(milestone.name()))
                .forEach(milestone -> all.add(reached(row, milestone)));
        drawn.forEach(milestone -> all.add(reached.stream()
                .filter(found -> found.name().equals(milestone.name()))
                .findFirst()
                .map(found -> reached(row, found))
                .orElseGet(() -> new Milestone(
                        milestone.name(),
                        null,
                        null,
                        milestone.objective(),
                        allowed(row, milestone.objective()).orElse(null)))));
        return all;
    }

    private Milestone reached(RecoveryRows.Row row, MilestoneRows.Row milestone) {
        return new Milestone(
                milestone.name(),
                milestone.clockAt(),
                RunClock.elapsedAt(row, milestone.clockAt(), milestone.waited()),
                milestone.objective(),
                allowed(row, milestone.objective()).orElse(null));
    }

    private Optional<Duration> allowed(RecoveryRows.Row row, @Nullable String objective) {
        return Optional.ofNullable(objective).map(known -> objectives.allowed(row.cluster(), known));
    }
}
