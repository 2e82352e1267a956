package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last proof of each item, as a row. Each statement may be the last before a kill. */
@Component
class ReadinessRows implements KnownReadiness.ByCluster {

    private static final String KEY = " where cluster = ? and item = ?";

    private final JdbcClient jdbc;
    private final GoBag bag;

    ReadinessRows(JdbcClient jdbc, GoBag bag) {
        this.jdbc = jdbc;
        this.bag = bag;
    }

    /** @param since when the item is in this state */
    private record Row(String item, Prerequisite found, Instant since, Instant checkedAt) {}

    @Override
    public Optional<KnownReadiness> last(String cluster) {
        Map<String, Row> rows = rows(cluster);
        // a row of an item that this version does not know is left out
        List<RecordedItem> items = bag.words()
                .flatMap(word -> Optional.ofNullable(rows.get(word)).stream())
                .flatMap(row -> bag.find(row.item()).map(item -> recorded(item, row)).stream())
                .toList();
        return items.isEmpty() ? Optional.empty() : Optional.of(new KnownReadiness(items));
    }

    private static RecordedItem recorded(GoBagItem item, Row row) {
        return new RecordedItem(item.word(), item.label(), item.neededBy(), row.found(), row.since(), row.checkedAt());
    }

    /** @param now of the proof, in whole seconds */
    synchronized void proved(String cluster, Instant now, List<ItemProof> proofs) {
        Map<String, Row> before = rows(cluster);
        for (ItemProof proof : proofs) {
            Row known = before.remove(proof.word());
            if (known == null) {
                insert(cluster, now, proof);
            } else {
                update(cluster, now, proof, known);
            }
        }
        before.keySet()
                .forEach(item -> jdbc.sql("delete from readiness_item" + KEY)
                        .params(cluster, item)
                        .update());
    }

    private void insert(String cluster, Instant now, ItemProof proof) {
        jdbc.sql("insert into readiness_item (cluster, item, state, message, since, checked_at)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(
                        cluster,
                        proof.word(),
                        proof.found().state().name(),
                        proof.found().message(),
                        utc(now),
                        utc(now))
                .update();
    }

    private void update(String cluster, Instant now, ItemProof proof, Row known) {
        Instant since = known.found().state() == proof.found().state() ? known.since() : now;
        jdbc.sql("update readiness_item set state = ?, message = ?, since = ?, checked_at = ?" + KEY)
                .params(
                        proof.found().state().name(),
                        proof.found().message(),
                        utc(since),
                        utc(now),
                        cluster,
                        proof.word())
                .update();
    }

    private Map<String, Row> rows(String cluster) {
        return jdbc
                .sql("select * from readiness_item where cluster = ?")
                .param(cluster)
                .query((row, number) -> row(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Row::item, Function.identity()));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("item"),
                new Prerequisite(State.valueOf(row.getString("state")), row.getString("message")),
                instant(row, "since"),
                instant(row, "checked_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
