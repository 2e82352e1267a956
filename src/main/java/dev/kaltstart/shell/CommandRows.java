package dev.kaltstart.shell;

import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The journal. Each entry is committed by itself, before what it announces is begun. */
@Component
class CommandRows implements CommandLog {

    private static final int TAIL = 8000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate own;

    CommandRows(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    Optional<Row> find(String id) {
        return jdbc.sql("select * from command where id = ?")
                .param(id)
                .query((row, n) -> new Row(
                        row.getString("argv_hash"),
                        row.getString("line"),
                        row.getString("state"),
                        row.getObject("intent_at", OffsetDateTime.class).toInstant(),
                        row.getString("ending"),
                        row.getInt("exit_code"),
                        empty(row.getString("output")),
                        empty(row.getString("error"))))
                .optional();
    }

    private static String empty(@Nullable String text) {
        return text == null ? "" : text;
    }

    void intend(String id, String recovery, String step, int number, String line, String hash, String host) {
        own.executeWithoutResult(status -> jdbc.sql("insert into command"
                        + " (id, recovery, step, number, line, argv_hash, state, host, intent_at)"
                        + " values (?, ?, ?, ?, ?, ?, 'INTENT', ?, ?)")
                .params(id, recovery, step, number, cut(line, 3900), hash, host, now())
                .update());
    }

    void started(String id, long pid) {
        own.executeWithoutResult(
                status -> jdbc.sql("update command set state = 'STARTED', pid = ?, started_at = ? where id = ?")
                        .params(pid, now(), id)
                        .update());
    }

    void ended(String id, Result result) {
        boolean unknown = result.ending() == Result.Ending.UNKNOWN;
        own.executeWithoutResult(status -> jdbc.sql("update command set state = ?, ending = ?, exit_code = ?,"
                        + " output = ?, error = ?, ended_at = ? where id = ?")
                .param(1, unknown ? "UNKNOWN" : "DONE")
                .param(2, result.ending().name())
                .param(3, result.exitCode(), Types.INTEGER)
                .param(4, cut(result.output(), TAIL))
                .param(5, cut(result.error(), TAIL))
                .param(6, now())
                .param(7, id)
                .update());
    }

    /** Nothing was begun. */
    void withdraw(String id) {
        own.executeWithoutResult(
                status -> jdbc.sql("delete from command where id = ?").param(id).update());
    }

    @Override
    public List<CommandRecord> of(String recovery) {
        return jdbc.sql("select * from command where recovery = ? order by intent_at, step, number")
                .param(recovery)
                .query((row, n) -> new CommandRecord(
                        row.getString("recovery"),
                        row.getString("step"),
                        row.getString("line"),
                        row.getString("state"),
                        (Integer) row.getObject("exit_code"),
                        row.getObject("intent_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null),
                        row.getString("output"),
                        row.getString("error")))
                .list();
    }

    /** The end says more than the beginning. NUL is text nowhere but in a pipe. */
    private static String cut(String text, int limit) {
        String clean = text.replace("\0", "");
        return clean.length() <= limit ? clean : "[... cut ...]\n" + clean.substring(clean.length() - limit);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    record Row(
            String hash,
            String line,
            String state,
            java.time.Instant intentAt,
            @Nullable String ending,
            int exitCode,
            String output,
            String error) {}
}
