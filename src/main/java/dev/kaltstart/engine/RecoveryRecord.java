package dev.kaltstart.engine;

import dev.kaltstart.cluster.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Which recovery a run of a model belongs to, from the recovery's own row. Variables of the run repeat some of this for
 * people and models; where they differ, the row is right and the run stops.
 *
 * @param model id of the deployed model that the recovery runs by; null when an earlier version of Kaltstart started it
 * @param unattended example answers are given in place of people's; only ever true in a rehearsal
 */
public record RecoveryRecord(
        String recovery,
        String cluster,
        Mode mode,
        Subject subject,
        @Nullable String model,
        boolean unattended) {}
