package dev.kaltstart.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Approves whatever plan is asked for, where the test says so. */
public final class AllowedPlans implements Approvals {

    private final Predicate<String> recoveries;
    private final Map<String, Plan> taken = new ConcurrentHashMap<>();

    public AllowedPlans(Predicate<String> recoveries) {
        this.recoveries = recoveries;
    }

    @Override
    public Answer take(RecoveryRecord recovery, String step, String execution, Plan plan) {
        if (!recoveries.test(recovery.recovery())) {
            return new Missing("there is no unused approval for this step");
        }
        taken.put(execution, plan);
        return new Granted();
    }

    @Override
    public Optional<Plan> taken(String execution) {
        return Optional.ofNullable(taken.get(execution));
    }

    @Override
    public Duration left(String approval) {
        return Duration.ZERO;
    }
}
