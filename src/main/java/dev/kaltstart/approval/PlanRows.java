package dev.kaltstart.approval;

import dev.kaltstart.engine.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the plans that people were shown. There is no way to change one. */
@Component
class PlanRows implements ShownPlans {

    private final JdbcClient jdbc;

    PlanRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(List<ShownPlan> bundle) {
        for (int position = 0; position < bundle.size(); position++) {
            ShownPlan shown = bundle.get(position);
            Plan plan = shown.plan();
            jdbc.sql("insert into plan (id, bundle, position, recovery, subject, step, mode, model, digest, content,"
                            + " made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .param(1, shown.id())
                    .param(2, shown.bundle())
                    .param(3, position)
                    .param(4, shown.recovery())
                    .param(5, shown.subject())
                    .param(6, shown.step())
                    .param(7, shown.mode())
                    .param(8, shown.model())
                    .param(9, plan == null ? null : plan.digest())
                    .param(10, plan == null ? shown.reason() : plan.json())
                    .param(11, shown.madeAt().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    @Override
    public List<ShownPlan> bundle(String recovery, String bundle) {
        return jdbc.sql("select * from plan where recovery = ? and bundle = ? order by position")
                .params(recovery, bundle)
                .query(PlanRows::row)
                .list();
    }

    List<ShownPlan> of(String recovery) {
        return jdbc.sql("select * from plan where recovery = ? order by made_at, bundle, position")
                .param(recovery)
                .query(PlanRows::row)
                .list();
    }

    Optional<Plan> find(String id) {
        return jdbc.sql("select * from plan where id = ?")
                .param(id)
                .query(PlanRows::row)
                .optional()
                .map(ShownPlan::plan);
    }

    /** @throws IllegalStateException when a plan is not the one that its digest names */
    private static ShownPlan row(ResultSet row, int number) throws SQLException {
        String digest = row.getString("digest");
        String content = row.getString("content");
        Plan plan = digest == null ? null : Plan.parse(content);
        if (plan != null && !plan.digest().equals(digest)) {
            throw new IllegalStateException("the plan " + row.getString("id") + " was changed after it was stored");
        }
        return new ShownPlan(
                row.getString("id"),
                row.getString("bundle"),
                row.getString("recovery"),
                row.getString("subject"),
                row.getString("step"),
                row.getString("mode"),
                row.getString("model"),
                plan,
                plan == null ? content : "",
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }
}
