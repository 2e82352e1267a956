package dev.kaltstart.approval;

import dev.kaltstart.engine.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The plan of one step, as it was shown to a person.
 *
 * @param bundle id of the plans that were shown together
 * @param plan null when the step had nothing to do
 * @param reason why it had nothing to do; empty when there is a plan
 */
public record ShownPlan(
        String id,
        String bundle,
        String recovery,
        String subject,
        String step,
        String mode,
        String model,
        @Nullable Plan plan,
        String reason,
        Instant madeAt) {}
