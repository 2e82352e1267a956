package dev.kaltstart.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a recovery had a task for a person. */
@FunctionalInterface
public interface HumanWaits {

    /** In no order; they overlap where several tasks were open at once. */
    List<Wait> of(String recovery);

    /** @param until null while the task is open */
    record Wait(Instant since, @Nullable Instant until) {}
}
