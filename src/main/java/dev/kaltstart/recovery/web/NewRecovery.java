package dev.kaltstart.recovery.web;

import dev.kaltstart.api.StrictBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/recoveries}.
 *
 * @param mode live, drill or rehearsal; there is no default, because the difference is a cluster
 * @param startedAt when the outage began, as RFC 3339 has it; now when left out
 * @param unattended the twin's person answers the human tasks; in rehearsals only
 */
@StrictBody
record NewRecovery(
        @Nullable String cluster,
        @Nullable String scenario,
        @Nullable String mode,
        @Nullable String subject,
        @Nullable String startedAt,
        @Nullable String reason,
        @Nullable Boolean unattended,
        @Nullable RehearsalSettings rehearsal) {}
