package dev.kaltstart.recovery;

import dev.kaltstart.engine.DoneSteps;
import dev.kaltstart.engine.StepHistory.Execution;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The RPO that recoveries have reached, from what their restores measured. */
@Component
public class ReachedRpos {

    private final DoneSteps steps;
    private final Function<String, Duration> allowed;

    @Autowired
    ReachedRpos(DoneSteps steps, RecoveryObjectives objectives) {
        this(steps, objectives::lostData);
    }

    /** @param allowed the RPO of the data, by cluster */
    ReachedRpos(DoneSteps steps, Function<String, Duration> allowed) {
        this.steps = steps;
        this.allowed = allowed;
    }

    /** By recovery; one that has restored no data is missing. */
    public Map<String, List<ReachedRpo>> of(List<Recovery> recoveries) {
        var restores = steps.done(
                RestoredData.STEP, recoveries.stream().map(Recovery::id).toList());
        return recoveries.stream()
                .filter(recovery -> restores.containsKey(recovery.id()))
                .collect(Collectors.toMap(
                        Recovery::id, recovery -> reached(recovery, restores.getOrDefault(recovery.id(), List.of()))));
    }

    private List<ReachedRpo> reached(Recovery recovery, List<Execution> restores) {
        return RestoredData.of(restores.stream().map(StepState::of).toList()).stream()
                .map(data -> ReachedRpo.of(data, recovery.startedAt(), allowed.apply(recovery.cluster())))
                .toList();
    }
}
