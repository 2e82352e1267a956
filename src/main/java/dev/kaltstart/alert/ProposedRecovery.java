package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.recovery.Recoveries;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The recovery that an alert proposes, in the format of {@code POST /api/recoveries}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProposedRecovery(
        String cluster,
        String scenario,
        String mode,
        @Nullable String subject,
        Instant startedAt,
        String reason) {

    static ProposedRecovery of(InboxEntry entry, @Nullable String subject) {
        return new ProposedRecovery(
                entry.cluster(),
                Objects.requireNonNull(entry.scenario()),
                (entry.twinOnly() ? Mode.REHEARSAL : Mode.LIVE).word(),
                subject,
                entry.beganAt(),
                label(entry));
    }

    static String label(InboxEntry entry) {
        return entry.source().title() + ": " + (entry.source().monitoring() ? where(entry) : entry.says());
    }

    private static String where(InboxEntry entry) {
        return entry.alertname() + (entry.node() == null ? "" : " on " + entry.node());
    }

    Recoveries.Request request(
            String person, @Nullable String idempotencyKey, Rehearsals.@Nullable Settings rehearsal) {
        return new Recoveries.Request(
                cluster, scenario, Mode.of(mode), subject, startedAt, reason, person, idempotencyKey, rehearsal);
    }
}
