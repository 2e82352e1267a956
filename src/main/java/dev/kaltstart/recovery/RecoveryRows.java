package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.RecordedModes;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of recoveries and the lock of their clusters. */
@Component
class RecoveryRows implements RecoveryRecords, RecordedModes, DoneRecoveries {

    private final JdbcClient jdbc;

    RecoveryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row, @Nullable String idempotencyKey, @Nullable String rehearsal) {
        jdbc.sql("insert into recovery (id, cluster, scenario, mode, subject, reason, person, idempotency_key,"
                        + " rehearsal, speed, unattended, started_at, created_at, subject_kind)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(1, row.id())
                .param(2, row.cluster())
                .param(3, row.scenario())
                .param(4, row.mode().word())
                .param(5, row.subject())
                .param(6, row.reason())
                .param(7, row.person())
                .param(8, idempotencyKey)
                .param(9, rehearsal)
                .param(10, row.speed())
                .param(11, row.unattended())
                .param(12, utc(row.startedAt()))
                .param(13, utc(row.createdAt()))
                .param(14, row.subjectKind())
                .update();
    }

    @Override
    public Optional<RecoveryRecord> find(String id) {
        return row(id).map(Row::record);
    }

    @Override
    public Optional<Mode> of(String recovery) {
        return row(recovery).map(Row::mode);
    }

    Optional<Row> row(String id) {
        return jdbc.sql("select * from recovery where id = ?")
                .param(id)
                .query(RecoveryRows::row)
                .optional();
    }

    @Override
    public Optional<Done> last(String cluster, String scenario, Mode mode) {
        return jdbc.sql("select id, ended_at from recovery where cluster = ? and scenario = ? and mode = ?"
                        + " and outcome = 'recovered' and ended_at is not null order by ended_at desc, id"
                        + " fetch first 1 row only")
                .params(cluster, scenario, mode.word())
                .query((row, n) ->
                        new Done(row.getString("id"), instant(row, "ended_at").orElseThrow()))
                .optional();
    }

    /** Which deployed model it runs by; said once, right after its start. */
    void model(String id, String model) {
        jdbc.sql("update recovery set model = ? where id = ? and model is null")
                .params(model, id)
                .update();
    }

    Optional<Row> findByKey(String idempotencyKey) {
        return jdbc.sql("select * from recovery where idempotency_key = ?")
                .param(idempotencyKey)
                .query(RecoveryRows::row)
                .optional();
    }

    /** Those that have not ended, newest first; null means any. */
    List<Row> open(@Nullable String cluster, @Nullable Mode mode) {
        return select("outcome is null", cluster, mode, null, "").list();
    }

    /** Those that have ended, newest first and at most so many; null means any. */
    List<Row> ended(@Nullable String cluster, @Nullable Mode mode, @Nullable String outcome, int limit) {
        return select(
                        "outcome is not null and outcome = coalesce(:outcome, outcome)",
                        cluster,
                        mode,
                        outcome,
                        " fetch first " + limit + " rows only")
                .list();
    }

    private JdbcClient.MappedQuerySpec<Row> select(
            String which, @Nullable String cluster, @Nullable Mode mode, @Nullable String outcome, String limit) {
        return jdbc.sql("select * from recovery where " + which
                        + " and cluster = coalesce(:cluster, cluster) and mode = coalesce(:mode, mode)"
                        + " order by created_at desc, id" + limit)
                .param("cluster", cluster, Types.VARCHAR)
                .param("mode", mode == null ? null : mode.word(), Types.VARCHAR)
                .param("outcome", outcome, Types.VARCHAR)
                .query(RecoveryRows::row);
    }

    boolean startedSince(String cluster, String scenario, @Nullable String subject, Instant since) {
        return jdbc.sql("select count(*) from recovery where cluster = :cluster and scenario = :scenario"
                                + " and coalesce(subject, '') = :subject and created_at >= :since")
                        .param("cluster", cluster)
                        .param("scenario", scenario)
                        .param("subject", subject == null ? "" : subject)
                        .param("since", utc(since))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** @throws DuplicateKeyException when another recovery holds the cluster */
    void lock(String cluster, String recovery) {
        jdbc.sql("insert into cluster_lock (cluster, recovery) values (?, ?)")
                .params(cluster, recovery)
                .update();
    }

    Optional<String> holder(String cluster) {
        return jdbc.sql("select recovery from cluster_lock where cluster = ?")
                .param(cluster)
                .query(String.class)
                .optional();
    }

    void unlock(String recovery) {
        jdbc.sql("delete from cluster_lock where recovery = ?").param(recovery).update();
    }

    /** @return false when it began no later, or the clock has stopped */
    boolean startedAt(String id, Instant earlier) {
        return jdbc.sql("update recovery set started_at = ?"
                                + " where id = ? and started_at > ? and green_at is null and outcome is null")
                        .params(utc(earlier), id, utc(earlier))
                        .update()
                > 0;
    }

    void green(String id, Instant onClusterClock) {
        jdbc.sql("update recovery set green_at = coalesce(green_at, ?) where id = ?")
                .params(utc(onClusterClock), id)
                .update();
    }

    void ended(String id, String outcome, Instant at, Duration waited) {
        jdbc.sql("update recovery set outcome = ?, ended_at = ?, waited_ms = ? where id = ? and outcome is null")
                .params(outcome, utc(at), waited.toMillis(), id)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("cluster"),
                row.getString("scenario"),
                Mode.of(row.getString("mode")),
                row.getString("subject"),
                row.getString("subject_kind"),
                row.getString("reason"),
                row.getString("person"),
                row.getDouble("speed"),
                row.getBoolean("unattended"),
                instant(row, "started_at").orElseThrow(),
                instant(row, "created_at").orElseThrow(),
                instant(row, "green_at").orElse(null),
                instant(row, "ended_at").orElse(null),
                row.getString("outcome"),
                instant(row, "handed_over_at").orElse(null),
                row.getString("model"),
                row.getObject("waited_ms") == null ? null : Duration.ofMillis(row.getLong("waited_ms")));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** @param waited for people, on the wall clock, until the clock stopped; null before the end */
    record Row(
            String id,
            String cluster,
            String scenario,
            Mode mode,
            @Nullable String subject,
            @Nullable String subjectKind,
            String reason,
            String person,
            double speed,
            boolean unattended,
            Instant startedAt,
            Instant createdAt,
            @Nullable Instant greenAt,
            @Nullable Instant endedAt,
            @Nullable String outcome,
            @Nullable Instant handedOverAt,
            @Nullable String model,
            @Nullable Duration waited) {

        /** The subject of the recovery; earlier versions had only nodes. */
        Subject about() {
            return subject == null ? new Subject.WholeCluster() : Subject.parse(subjectKind + "/" + subject);
        }

        RecoveryRecord record() {
            return new RecoveryRecord(id, cluster, mode, about(), model, unattended);
        }
    }
}
