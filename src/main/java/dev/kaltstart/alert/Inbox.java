package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.Source;
import dev.kaltstart.api.ControlCharacters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The alerts with a decision, each stored once. */
@Component
class Inbox {

    private static final String THIS =
            " where source = :source and fingerprint = :fingerprint and starts_at = :starts_at";

    private static final int LONGEST_NAME = 200;

    private final JdbcClient database;

    Inbox(JdbcClient database) {
        this.database = database;
    }

    Optional<InboxEntry> find(Alert alert) {
        return about(alert, "select * from alert" + THIS).query(Inbox::entry).optional();
    }

    /** The one with this fingerprint that started last. */
    Optional<InboxEntry> newest(Source source, String fingerprint) {
        return database.sql("select * from alert where source = :source and fingerprint = :fingerprint"
                        + " order by starts_at desc fetch first 1 rows only")
                .param("source", source.word())
                .param("fingerprint", fingerprint)
                .query(Inbox::entry)
                .optional();
    }

    /** The unresolved alerts of a cluster. */
    List<InboxEntry> open(Source source, String cluster) {
        return database.sql("select * from alert where source = :source and cluster = :cluster"
                        + " and resolved_at is null order by starts_at")
                .param("source", source.word())
                .param("cluster", cluster)
                .query(Inbox::entry)
                .list();
    }

    /** The latest proposals whose alerts still fire. */
    List<InboxEntry> proposed(int most) {
        return database.sql("select * from alert where decision = :proposed and resolved_at is null"
                        + " order by last_received desc fetch first :most rows only")
                .param("proposed", Decision.PROPOSED.word())
                .param("most", most)
                .query(Inbox::entry)
                .list();
    }

    List<InboxEntry> latest(int most) {
        return database.sql("select * from alert order by last_received desc fetch first :most rows only")
                .param("most", most)
                .query(Inbox::entry)
                .list();
    }

    /** @throws org.springframework.dao.DuplicateKeyException when it exists, or another transaction is adding it */
    void add(InboxEntry entry) {
        database.sql("""
                        insert into alert (source, fingerprint, starts_at, began_at, decision, scenario, recovery, cluster,
                            node, subject, twin_only, alertname, ignored, labels, first_received, last_received, resolved_at, received)
                        values (:source, :fingerprint, :starts_at, :began_at, :decision, :scenario, :recovery, :cluster,
                            :node, :subject, :twin_only, :alertname, :ignored, :labels, :first_received, :last_received, :resolved_at, :received)
                        """)
                .param("source", entry.source().word())
                .param("fingerprint", entry.fingerprint())
                .param("starts_at", utc(entry.startsAt()))
                .param("began_at", utc(entry.beganAt()))
                .param("decision", entry.decision().word())
                .param("scenario", entry.scenario())
                .param("recovery", entry.recovery())
                .param("cluster", entry.cluster())
                .param("node", entry.node())
                .param("subject", entry.subject())
                .param("twin_only", entry.twinOnly())
                .param("alertname", ControlCharacters.text(entry.alertname(), LONGEST_NAME))
                .param(
                        "ignored",
                        entry.ignored() == null ? null : entry.ignored().word())
                .param("labels", Labels.write(entry.labels()))
                .param("first_received", utc(entry.firstReceived()))
                .param("last_received", utc(entry.lastReceived()))
                .param("resolved_at", entry.resolvedAt() == null ? null : utc(entry.resolvedAt()))
                .param("received", entry.received())
                .update();
    }

    void started(Alert alert, String recovery) {
        about(alert, "update alert set recovery = :recovery" + THIS)
                .param("recovery", recovery)
                .update();
    }

    void again(Alert alert, Instant now) {
        about(alert, "update alert set received = received + 1, last_received = :now" + THIS)
                .param("now", utc(now))
                .update();
    }

    /** @return false when it was resolved already */
    boolean resolve(Alert alert, Instant now) {
        return about(alert, "update alert set resolved_at = :now" + THIS + " and resolved_at is null")
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** An alert without a start has the same identity each time it fires; once resolved, its next firing is a new alert. */
    void date(Alert alert, Instant beganAt) {
        about(alert, "update alert set starts_at = :began_at" + THIS)
                .param("began_at", utc(beganAt))
                .update();
    }

    /** The newest of the ignored alerts since this moment, by name. */
    List<IgnoredAlerts.Ignored> ignored(Instant since, int most) {
        return database.sql("select cluster, alertname, ignored, count(*) as alerts, max(last_received) as newest"
                        + " from alert where decision = :ignored and ignored is not null and last_received >= :since"
                        + " group by cluster, alertname, ignored order by newest desc, alertname"
                        + " fetch first :most rows only")
                .param("ignored", Decision.IGNORED.word())
                .param("since", utc(since))
                .param("most", most)
                .query((row, number) -> new IgnoredAlerts.Ignored(
                        row.getString("cluster"),
                        row.getString("alertname"),
                        IgnoreReason.of(row.getString("ignored")),
                        row.getLong("alerts"),
                        time(row, "newest")))
                .list();
    }

    /** The nodes that open alerts since this moment report as failed. */
    List<String> failedNodes(String cluster, Instant since) {
        return database.sql("select distinct subject from alert where cluster = :cluster and scenario = :scenario"
                        + " and subject is not null and resolved_at is null and last_received >= :since")
                .param("cluster", cluster)
                .param("scenario", "node-failure")
                .param("since", utc(since))
                .query(String.class)
                .list();
    }

    /** @param began when it began to fire, by its identity */
    Optional<InboxEntry> find(Source source, String fingerprint, Instant began) {
        return database.sql("select * from alert" + THIS)
                .param("source", source.word())
                .param("fingerprint", fingerprint)
                .param("starts_at", utc(began))
                .query(Inbox::entry)
                .optional();
    }

    int forgetIgnored(Instant before) {
        return database.sql("delete from alert where decision = :ignored and last_received < :before")
                .param("ignored", Decision.IGNORED.word())
                .param("before", utc(before))
                .update();
    }

    private JdbcClient.StatementSpec about(Alert alert, String statement) {
        return database.sql(statement)
                .param("source", alert.source().word())
                .param("fingerprint", alert.fingerprint())
                .param("starts_at", utc(alert.startsAt()));
    }

    private static InboxEntry entry(ResultSet row, int number) throws SQLException {
        return new InboxEntry(
                Source.of(row.getString("source")),
                row.getString("fingerprint"),
                time(row, "starts_at"),
                time(row, "began_at"),
                Decision.of(row.getString("decision")),
                row.getString("scenario"),
                row.getString("recovery"),
                row.getString("cluster"),
                row.getString("node"),
                row.getString("subject"),
                row.getBoolean("twin_only"),
                reason(row.getString("ignored")),
                Labels.read(row.getString("labels")),
                time(row, "first_received"),
                time(row, "last_received"),
                optionalTime(row, "resolved_at"),
                row.getInt("received"));
    }

    private static @Nullable IgnoreReason reason(@Nullable String word) {
        return word == null ? null : IgnoreReason.of(word);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
