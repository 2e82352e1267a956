package dev.kaltstart.backup.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ledger as rows: one for each volume that a claim was bound to. Each statement may be the last before a kill. */
@Component
class LedgerRows implements VolumeLedger {

    private static final String ALL = "select * from volume_ledger where cluster = ?";
    private static final String ONE = " where cluster = ? and namespace = ? and claim = ? and first_seen = ?";
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;

    LedgerRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<LedgerEntry> of(String cluster) {
        return jdbc.sql(ALL + " order by namespace, claim, first_seen desc")
                .param(cluster)
                .query((row, number) -> entry(row))
                .list();
    }

    @Override
    public List<LedgerEntry> of(String cluster, String namespace, String claim) {
        return jdbc.sql(ALL + " and namespace = ? and claim = ? order by first_seen desc")
                .params(cluster, namespace, claim)
                .query((row, number) -> entry(row))
                .list();
    }

    /**
     * Adds what a look has shown. What it has not shown stays as it was.
     *
     * @param now of the look, in whole seconds
     * @param bound the most important first: there may not be room for all
     * @return how many claims were not recorded, because there was no room
     */
    synchronized int saw(String cluster, Instant now, List<ClaimBinding> bound) {
        Set<String> present = bound.stream().map(ClaimBinding::id).collect(Collectors.toSet());
        var room = new LedgerRoom(of(cluster), present, now);
        var fresh = new ArrayList<ClaimBinding>();
        for (ClaimBinding binding : bound) {
            var newest = room.newest(binding.id());
            if (newest != null && newest.volume().equals(binding.volume())) {
                seenAgain(cluster, newest, now, binding.backup());
            } else {
                fresh.add(binding);
            }
        }
        int without = 0;
        for (ClaimBinding binding : fresh) {
            if (room.has(binding.id(), gone -> delete(cluster, gone))) {
                insert(cluster, room.add(binding));
            } else {
                without++;
            }
        }
        return without;
    }

    private void seenAgain(String cluster, LedgerEntry entry, Instant now, @Nullable String backup) {
        if (now.isAfter(entry.lastSeen())) {
            key(
                            jdbc.sql("update volume_ledger set last_seen = ?, backup = coalesce(?, backup)" + ONE)
                                    .param(utc(now))
                                    .param(backup),
                            cluster,
                            entry)
                    .update();
        }
    }

    private void insert(String cluster, LedgerEntry entry) {
        key(
                        jdbc.sql("insert into volume_ledger (last_seen, content, backup, cluster, namespace, claim,"
                                        + " first_seen) values (?, ?, ?, ?, ?, ?, ?)")
                                .param(utc(entry.lastSeen()))
                                .param(text(entry.volume()))
                                .param(entry.backup()),
                        cluster,
                        entry)
                .update();
    }

    private void delete(String cluster, LedgerEntry entry) {
        key(jdbc.sql("delete from volume_ledger" + ONE), cluster, entry).update();
    }

    private static JdbcClient.StatementSpec key(JdbcClient.StatementSpec sql, String cluster, LedgerEntry entry) {
        return sql.param(cluster).param(entry.namespace()).param(entry.claim()).param(utc(entry.firstSeen()));
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getString("namespace"),
                row.getString("claim"),
                instant(row, "first_seen"),
                instant(row, "last_seen"),
                volume(row.getString("content")),
                row.getString("backup"));
    }

    private static String text(BoundVolume volume) {
        try {
            return JSON.writeValueAsString(volume);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BoundVolume volume(String text) {
        try {
            return JSON.readValue(text, BoundVolume.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of the volume ledger cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
