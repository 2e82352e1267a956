package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.protection.LastProofs;
import dev.kaltstart.engine.Run;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When a restore of a claim was last proven with a sentinel, in drills of the real cluster. All of them are kept. */
@Component
class ProvenRestores implements LastProofs {

    private final JdbcClient jdbc;

    ProvenRestores(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keep(Run run, DrillClaim claim, Drill.@Nullable SeedResult seed) {
        Instant seeded = Objects.requireNonNull(Objects.requireNonNull(seed).at());
        jdbc.sql("delete from proven_restore where recovery = ? and namespace = ? and claim = ?")
                .params(run.recovery(), claim.namespace(), claim.name())
                .update();
        jdbc.sql("""
                        insert into proven_restore (recovery, cluster, namespace, claim, method, seeded_at, proven_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        run.recovery(),
                        run.cluster().name(),
                        claim.namespace(),
                        claim.name(),
                        claim.method(),
                        Timestamp.from(seeded),
                        Timestamp.from(run.cluster().clock().instant()))
                .update();
    }

    @Override
    public Map<String, Instant> last(String cluster) {
        var found = new HashMap<String, Instant>();
        jdbc.sql("""
                        select namespace, claim, max(proven_at) as at from proven_restore
                        where cluster = ? group by namespace, claim""")
                .param(cluster)
                .query((row, number) -> found.put(
                        row.getString("namespace") + "/" + row.getString("claim"),
                        row.getTimestamp("at").toInstant()))
                .list();
        return found;
    }
}
