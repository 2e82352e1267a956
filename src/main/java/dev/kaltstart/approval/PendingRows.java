package dev.kaltstart.approval;

import dev.kaltstart.recovery.Recoveries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class PendingRows implements PendingApprovals {

    private static final String UNUSED = " from approval join plan on plan.id = approval.plan"
            + " where approval.recovery = ? and plan.recovery = approval.recovery"
            + " and approval.execution is null and approval.withdrawn_at is null";

    private final JdbcClient jdbc;
    private final ApprovalRows rows;
    private final Recoveries recoveries;
    private final Clock clock;

    PendingRows(JdbcClient jdbc, ApprovalRows rows, Recoveries recoveries, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    @Override
    public List<Pending> unused(String recovery) {
        var bundles = new LinkedHashMap<String, Pending>();
        jdbc.sql("select plan.bundle, approval.subject, approval.step, approval.approver, approval.solo,"
                        + " coalesce(approval.valid_from, approval.approved_at) as valid" + UNUSED
                        + " and approval.expires_at > ? order by valid, plan.bundle, plan.position")
                .params(recovery, clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> pending(row))
                .list()
                .forEach(one -> bundles.merge(one.bundle(), one, PendingRows::together));
        return List.copyOf(bundles.values());
    }

    private static Pending pending(ResultSet row) throws SQLException {
        return new Pending(
                row.getString("bundle"),
                row.getString("subject"),
                List.of(StepLabel.of(row.getString("step"))),
                row.getString("approver"),
                row.getBoolean("solo"),
                row.getObject("valid", OffsetDateTime.class).toInstant());
    }

    private static Pending together(Pending all, Pending one) {
        var steps = new ArrayList<>(all.steps());
        steps.addAll(one.steps());
        return new Pending(
                all.bundle(), all.subject(), List.copyOf(steps), all.approver(), all.solo(), all.validFrom());
    }

    @Override
    @Transactional
    public List<String> cancel(String recovery, String bundle, String person, String reason) {
        List<String> cancelled = jdbc
                .sql("select approval.id" + UNUSED + " and plan.bundle = ? order by plan.position")
                .params(recovery, bundle)
                .query(String.class)
                .list()
                .stream()
                .flatMap(id -> rows.cancel(id, person, reason).stream())
                .toList();
        if (!cancelled.isEmpty()) {
            String steps =
                    String.join(", ", cancelled.stream().map(StepLabel::of).toList());
            recoveries.note(recovery, "approval-cancelled", steps + " (plan " + bundle + "): " + reason, person);
        }
        return cancelled;
    }
}
