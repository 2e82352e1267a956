package dev.kaltstart.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of approvals. */
@Component
class ApprovalRows implements Approved {

    private static final String UNUSED = " recovery = ? and step = ? and execution is null and withdrawn_at is null";

    private final JdbcClient jdbc;
    private final Clock clock;

    ApprovalRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** One row for each step, all of the same moment. */
    void insert(String recovery, List<String> steps, String approver, String reason, String preview) {
        OffsetDateTime now = now();
        for (String step : steps) {
            jdbc.sql("insert into approval (id, recovery, step, approver, reason, preview, approved_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(UUID.randomUUID().toString(), recovery, step, approver, reason, preview, now)
                    .update();
        }
    }

    /** An approval that was not used in its time must not allow something later. */
    void withdraw(String recovery, String step) {
        jdbc.sql("update approval set withdrawn_at = ? where" + UNUSED)
                .params(now(), recovery, step)
                .update();
    }

    boolean taken(String recovery, String step, String execution) {
        return jdbc.sql("select count(*) from approval where recovery = ? and step = ? and execution = ?")
                        .params(recovery, step, execution)
                        .query(Long.class)
                        .single()
                > 0;
    }

    Optional<String> newestUnused(String recovery, String step) {
        return jdbc.sql("select id from approval where" + UNUSED
                        + " order by approved_at desc, id desc fetch first 1 rows only")
                .params(recovery, step)
                .query(String.class)
                .optional();
    }

    /** @return false when somebody else was faster */
    boolean take(String id, String execution) {
        return jdbc.sql("update approval set execution = ?, taken_at = ?"
                                + " where id = ? and execution is null and withdrawn_at is null")
                        .params(execution, now(), id)
                        .update()
                == 1;
    }

    @Override
    public List<Approval> of(String recovery) {
        return jdbc.sql("select * from approval where recovery = ? order by approved_at, step")
                .param(recovery)
                .query(ApprovalRows::approval)
                .list();
    }

    private static Approval approval(ResultSet row, int number) throws SQLException {
        return new Approval(
                row.getString("id"),
                row.getString("recovery"),
                row.getString("step"),
                row.getString("approver"),
                row.getString("reason"),
                row.getString("preview"),
                row.getObject("approved_at", OffsetDateTime.class).toInstant(),
                instant(row, "withdrawn_at"),
                instant(row, "taken_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
