package dev.kaltstart.approval;

import dev.kaltstart.approval.ApprovalChange.Change;
import dev.kaltstart.engine.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of approvals. */
@Component
class ApprovalRows implements GivenApprovals {

    private static final String UNUSED =
            " recovery = ? and subject = ? and step = ? and execution is null and withdrawn_at is null";

    private final JdbcClient jdbc;
    private final PlanRows plans;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ApprovalRows(JdbcClient jdbc, PlanRows plans, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.events = events;
        this.clock = clock;
    }

    /**
     * One row for each step that has something to do, all of the same moment and with one delay.
     *
     * @param solo how long it can be cancelled before it is valid; null when two people were at it
     * @return from when on it is valid
     */
    Instant insert(List<ShownPlan> bundle, String approver, String reason, Duration validity, @Nullable Duration solo) {
        OffsetDateTime now = now();
        OffsetDateTime from = solo == null ? now : now.plus(solo);
        for (ShownPlan shown : bundle) {
            Plan plan = shown.plan();
            if (plan == null) {
                continue;
            }
            String id = UUID.randomUUID().toString();
            jdbc.sql("insert into approval (id, recovery, subject, step, mode, model, plan, digest, approver, reason,"
                            + " approved_at, valid_from, expires_at, solo)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            id,
                            shown.recovery(),
                            shown.subject(),
                            shown.step(),
                            shown.mode(),
                            shown.model(),
                            shown.id(),
                            plan.digest(),
                            approver,
                            reason,
                            now,
                            from,
                            from.plus(validity),
                            solo != null)
                    .update();
            events.publishEvent(new ApprovalChange(
                    shown.recovery(),
                    now.toInstant(),
                    Change.GIVEN,
                    id,
                    shown.subject(),
                    shown.step(),
                    plan.digest(),
                    approver,
                    reason));
        }
        return from.toInstant();
    }

    /** An approval that was not used in its time must not allow something later. */
    void withdraw(String recovery, String subject, String step) {
        withdraw(jdbc.sql("select * from approval where" + UNUSED).params(recovery, subject, step));
    }

    /** Approvals that were not used by the end of a recovery. */
    void withdrawAll(String recovery) {
        withdraw(jdbc.sql("select * from approval where recovery = ? and execution is null and withdrawn_at is null")
                .param(recovery));
    }

    /** One by one, each with its event; one that was taken meanwhile is left alone. */
    private void withdraw(JdbcClient.StatementSpec unused) {
        for (ApprovalChange change : unused.query((row, n) -> change(row, Change.WITHDRAWN, null, ""))
                .list()) {
            int changed = jdbc.sql("update approval set withdrawn_at = ?"
                            + " where id = ? and execution is null and withdrawn_at is null")
                    .params(now(), change.approval())
                    .update();
            if (changed == 1) {
                events.publishEvent(change);
            }
        }
    }

    /** @return the step that it was for; empty when it was used or withdrawn meanwhile */
    Optional<String> cancel(String id, String person, String reason) {
        int changed = jdbc.sql("update approval set withdrawn_at = ?, withdrawn_by = ?"
                        + " where id = ? and execution is null and withdrawn_at is null")
                .params(now(), person, id)
                .update();
        if (changed == 0) {
            return Optional.empty();
        }
        ApprovalChange change = jdbc.sql("select * from approval where id = ?")
                .param(id)
                .query((row, n) -> change(row, Change.WITHDRAWN, person, reason))
                .single();
        events.publishEvent(change);
        return Optional.of(change.step());
    }

    private ApprovalChange change(ResultSet row, Change change, @Nullable String person, String message)
            throws SQLException {
        return new ApprovalChange(
                row.getString("recovery"),
                clock.instant(),
                change,
                row.getString("id"),
                row.getString("subject"),
                row.getString("step"),
                row.getString("digest"),
                person,
                message);
    }

    Optional<Stored> takenBy(String recovery, String step, String execution) {
        return jdbc.sql("select * from approval where recovery = ? and step = ? and execution = ?")
                .params(recovery, step, execution)
                .query(ApprovalRows::stored)
                .optional();
    }

    /** An execution belongs to one step of one recovery. */
    Optional<Plan> planOf(String execution) {
        return jdbc.sql("select * from approval where execution = ?")
                .param(execution)
                .query(ApprovalRows::stored)
                .optional()
                .flatMap(this::plan);
    }

    /** The newest first. */
    List<Stored> unused(String recovery, String subject, String step) {
        return jdbc.sql("select * from approval where" + UNUSED + " order by approved_at desc, id desc")
                .params(recovery, subject, step)
                .query(ApprovalRows::stored)
                .list();
    }

    /** Empty when it was used or withdrawn. */
    Optional<Stored> unused(String id) {
        return jdbc.sql("select * from approval where id = ? and execution is null and withdrawn_at is null")
                .param(id)
                .query(ApprovalRows::stored)
                .optional();
    }

    /** Who cancelled the newest approval of the step; empty when that one was used, or withdrawn by Kaltstart. */
    Optional<String> cancelledBy(String recovery, String subject, String step) {
        return jdbc.sql("select * from approval where recovery = ? and subject = ? and step = ?"
                        + " order by approved_at desc, id desc fetch first 1 rows only")
                .params(recovery, subject, step)
                .query((row, n) -> Optional.ofNullable(row.getString("withdrawn_by")))
                .optional()
                .flatMap(person -> person);
    }

    /** @return false when another execution was faster */
    boolean take(String id, String execution) {
        boolean taken = jdbc.sql("update approval set execution = ?, taken_at = ?"
                                + " where id = ? and execution is null and withdrawn_at is null")
                        .params(execution, now(), id)
                        .update()
                == 1;
        if (taken) {
            events.publishEvent(jdbc.sql("select * from approval where id = ?")
                    .param(id)
                    .query((row, n) -> change(row, Change.TAKEN, null, "by execution " + execution))
                    .single());
        }
        return taken;
    }

    Instant instant() {
        return clock.instant();
    }

    Optional<Plan> plan(Stored approval) {
        return plans.find(approval.plan());
    }

    @Override
    public List<Approval> of(String recovery) {
        return jdbc.sql("select * from approval where recovery = ? order by approved_at, step")
                .param(recovery)
                .query((row, n) -> approval(row))
                .list();
    }

    /**
     * @param plan id of the plan; blank in approvals of earlier versions
     */
    record Stored(
            String id,
            String mode,
            String model,
            String plan,
            String digest,
            String approver,
            Instant validFrom,
            Instant expiresAt) {}

    private static Stored stored(ResultSet row, int number) throws SQLException {
        return new Stored(
                row.getString("id"),
                text(row, "mode"),
                text(row, "model"),
                text(row, "plan"),
                text(row, "digest"),
                text(row, "approver"),
                Objects.requireNonNullElse(instant(row, "valid_from"), Instant.EPOCH),
                Objects.requireNonNullElse(instant(row, "expires_at"), Instant.EPOCH));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private Approval approval(ResultSet row) throws SQLException {
        String preview = row.getString("preview");
        return new Approval(
                row.getString("id"),
                row.getString("recovery"),
                text(row, "subject"),
                row.getString("step"),
                text(row, "mode"),
                row.getString("approver"),
                row.getString("reason"),
                preview == null ? shown(text(row, "plan")) : preview,
                text(row, "digest"),
                row.getObject("approved_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                row.getBoolean("solo"),
                instant(row, "withdrawn_at"),
                row.getString("withdrawn_by"),
                instant(row, "taken_at"));
    }

    private String shown(String plan) {
        return plans.find(plan).map(found -> String.join("\n", found.lines())).orElse("");
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
