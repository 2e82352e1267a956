package dev.kaltstart.shell;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The journal of commands. Each entry is committed in its own transaction, before the action that it records. */
@Component
class CommandRows implements CommandLog {

    private static final int TAIL = 8000;
    private static final int LINE = 3900;
    private static final String CUT = "[... cut ...]";
    /** Colours and other terminal escapes. */
    private static final Pattern CONTROL = Pattern.compile("\\x1B\\[[0-?]*[ -/]*[@-~]|[\\p{Cntrl}&&[^\\n\\t]]");

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
                        row.getString("host"),
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
        own.executeWithoutResult(status -> insert(id, recovery, step, null, number, line, hash, host));
    }

    /** In the fence's transaction. */
    void insert(
            String id,
            String recovery,
            String step,
            @Nullable String subject,
            int number,
            String line,
            String hash,
            String host) {
        jdbc.sql("insert into command (id, recovery, step, subject, number, line, argv_hash, state, host, intent_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, 'INTENT', ?, ?)")
                .param(1, id)
                .param(2, recovery)
                .param(3, step)
                .param(4, subject)
                .param(5, number)
                .param(6, head(line))
                .param(7, hash)
                .param(8, host)
                .param(9, now())
                .update();
    }

    void started(String id, long pid, String begun) {
        own.executeWithoutResult(status -> jdbc.sql(
                        "update command set state = 'STARTED', pid = ?, pid_begun = ?, started_at = ? where id = ?")
                .params(pid, begun, now(), id)
                .update());
    }

    void ended(String id, Result result) {
        boolean unknown = result.ending() == Result.Ending.UNKNOWN;
        own.executeWithoutResult(status -> jdbc.sql("update command set state = ?, ending = ?, exit_code = ?,"
                        + " output = ?, error = ?, ended_at = ? where id = ? and ended_at is null")
                .param(1, unknown ? "UNKNOWN" : "DONE")
                .param(2, result.ending().name())
                .param(3, result.exitCode(), Types.INTEGER)
                .param(4, tail(result.output()))
                .param(5, tail(result.error()))
                .param(6, now())
                .param(7, id)
                .update());
    }

    /** The command was never started. */
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
                        readable(row.getString("line")),
                        row.getString("state"),
                        row.getString("ending"),
                        (Integer) row.getObject("exit_code"),
                        row.getObject("intent_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null),
                        readable(row.getString("output")),
                        readable(row.getString("error"))))
                .list();
    }

    /** The commands of one execution of a step. */
    List<Said> said(String recovery, String step) {
        return jdbc
                .sql("select * from command where recovery = ? order by intent_at, step, number")
                .param(recovery)
                .query((row, n) -> new Said(
                        row.getString("id"),
                        row.getString("step"),
                        readable(row.getString("line")),
                        Optional.ofNullable(row.getString("ending")),
                        row.getInt("exit_code"),
                        readable(row.getString("output")) + readable(row.getString("error"))))
                .list()
                .stream()
                .filter(command -> command.step().startsWith(step + "-"))
                .toList();
    }

    static String readable(@Nullable String text) {
        return CONTROL.matcher(empty(text)).replaceAll("");
    }

    /** The start of a command line is its most useful part. */
    private static String head(String line) {
        String text = storable(line);
        return text.length() <= LINE ? text : text.substring(0, between(text, LINE)) + CUT;
    }

    /** The end of an output is its most useful part. */
    private static String tail(String output) {
        String text = storable(output);
        return text.length() <= TAIL ? text : CUT + "\n" + text.substring(between(text, text.length() - TAIL));
    }

    private static int between(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }

    /** PostgreSQL refuses NUL in text. */
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** @param said standard output, then standard error, once the command has ended */
    record Said(String id, String step, String line, Optional<String> ending, int exitCode, String said) {

        boolean ended() {
            return ending.isPresent();
        }

        String end() {
            return ending.map(word -> word.equals("EXITED") ? "[exit code " + exitCode + "]" : "[" + lower(word) + "]")
                    .orElse("[running]");
        }

        private static String lower(String word) {
            return word.toLowerCase(Locale.ROOT);
        }
    }

    record Row(
            String hash,
            String line,
            String state,
            String host,
            Instant intentAt,
            @Nullable String ending,
            int exitCode,
            String output,
            String error) {

        /** The result, where it is known. */
        Optional<Result> result() {
            return Optional.ofNullable(ending)
                    .map(word -> new Result(Result.Ending.valueOf(word), exitCode, output, error));
        }

        boolean cut() {
            return output.startsWith(CUT) || error.startsWith(CUT);
        }
    }
}
