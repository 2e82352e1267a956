package dev.kaltstart.secrets.exposure;

import dev.kaltstart.secrets.exposure.ExposedValue.Answer;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The exposed values of recoveries: Kaltstart's own rows, which no variable of a process can change. */
@Component
public class ExposedValues {

    private static final int LONGEST_PROOF = 2000;

    private final JdbcClient jdbc;

    public ExposedValues(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores what was found. Computed again, a value keeps its credential and its state; a value that is not found any more
     * stays.
     */
    void store(String recovery, List<ExposedValue> values) {
        Map<String, ExposedValue> known =
                of(recovery).stream().collect(Collectors.toMap(ExposedValue::id, Function.identity()));
        for (ExposedValue value : values) {
            ExposedValue before = known.get(value.id());
            if (before == null) {
                insert(recovery, value);
            } else if (!value.in(before.subject(), value.rank()).equals(withoutAnswer(before))) {
                update(recovery, value);
            }
        }
    }

    private static ExposedValue withoutAnswer(ExposedValue value) {
        return new ExposedValue(
                value.id(),
                value.subject(),
                value.file(),
                value.keyPath(),
                value.kind(),
                value.consumer(),
                value.rank(),
                value.firstCommit(),
                value.firstAt(),
                value.lastCommit(),
                value.lastAt(),
                value.atHead(),
                value.reason(),
                Answer.NONE);
    }

    private void insert(String recovery, ExposedValue value) {
        jdbc.sql("""
                        insert into exposed_value (recovery, id, subject, file, key_path, kind, consumer, rank,
                          first_commit, first_at, last_commit, last_at, at_head, reason, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')""")
                .params(
                        recovery,
                        value.id(),
                        value.subject(),
                        value.file(),
                        value.keyPath(),
                        value.kind().word(),
                        value.consumer(),
                        value.rank(),
                        value.firstCommit(),
                        utc(value.firstAt()),
                        value.lastCommit(),
                        utc(value.lastAt()),
                        value.atHead(),
                        value.reason())
                .update();
    }

    private void update(String recovery, ExposedValue value) {
        jdbc.sql("""
                        update exposed_value set kind = ?, consumer = ?, rank = ?, first_commit = ?, first_at = ?,
                          last_commit = ?, last_at = ?, at_head = ?, reason = ?
                        where recovery = ? and id = ?""")
                .params(
                        value.kind().word(),
                        value.consumer(),
                        value.rank(),
                        value.firstCommit(),
                        utc(value.firstAt()),
                        value.lastCommit(),
                        utc(value.lastAt()),
                        value.atHead(),
                        value.reason(),
                        recovery,
                        value.id())
                .update();
    }

    /** All of a recovery, in the order of their replacement. */
    public List<ExposedValue> of(String recovery) {
        return jdbc.sql("select * from exposed_value where recovery = ? order by rank, file, key_path, id")
                .param(recovery)
                .query(ExposedValues::row)
                .list();
    }

    /** The parts of one credential. */
    public List<ExposedValue> of(String recovery, String subject) {
        return of(recovery).stream()
                .filter(value -> value.subject().equals(subject))
                .toList();
    }

    /**
     * Records what became of a credential.
     *
     * @param proof without any value; cut at 2000 characters
     * @param person null when Kaltstart has proven it by itself
     */
    public void answer(
            String recovery, String subject, State state, String proof, @Nullable String person, Instant at) {
        jdbc.sql("update exposed_value set state = ?, proof = ?, person = ?, changed_at = ?"
                        + " where recovery = ? and subject = ?")
                .param(1, state.name().toLowerCase(Locale.ROOT))
                .param(2, proof.length() > LONGEST_PROOF ? proof.substring(0, LONGEST_PROOF - 1) + "…" : proof)
                .param(3, person)
                .param(4, utc(at))
                .param(5, recovery)
                .param(6, subject)
                .update();
    }

    private static ExposedValue row(ResultSet row, int number) throws SQLException {
        return new ExposedValue(
                row.getString("id"),
                row.getString("subject"),
                row.getString("file"),
                row.getString("key_path"),
                ValueKind.of(row.getString("kind")),
                row.getString("consumer"),
                row.getInt("rank"),
                row.getString("first_commit"),
                row.getTimestamp("first_at").toInstant(),
                row.getString("last_commit"),
                row.getTimestamp("last_at").toInstant(),
                row.getBoolean("at_head"),
                row.getString("reason"),
                new Answer(
                        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getString("proof"),
                        row.getString("person"),
                        Optional.ofNullable(row.getTimestamp("changed_at"))
                                .map(Timestamp::toInstant)
                                .orElse(null)));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
