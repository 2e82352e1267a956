package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.DoneSteps;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Measurements;
import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.VariableLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The worker's own memory of the steps it runs. */
@Component
public class StepExecutions implements StepHistory, DoneSteps {

    private final JdbcClient jdbc;
    private final Clock clock;

    StepExecutions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public Optional<State> find(String id) {
        return jdbc.sql(
                        "select subject, began_clock_at, acted_at, performed_at, attempts from step_execution where id = ?")
                .param(id)
                .query((row, n) -> new State(
                        Subject.parse(row.getString("subject")),
                        instant(row, "began_clock_at"),
                        row.getObject("acted_at") != null,
                        row.getObject("performed_at") != null,
                        row.getInt("attempts")))
                .optional();
    }

    State begin(
            String id,
            String recovery,
            Subject subject,
            String model,
            String step,
            String name,
            Instant onClusterClock) {
        jdbc.sql("insert into step_execution (id, recovery, subject, model, step, name, state, words, began_at,"
                        + " began_clock_at) values (?, ?, ?, ?, ?, ?, 'running', '', ?, ?)")
                .params(id, recovery, subject.text(), model, step, name, now(), utc(onClusterClock))
                .update();
        return new State(subject, onClusterClock, false, false, 0);
    }

    /** Remembers that the effect is about to be begun. */
    void acting(String id) {
        jdbc.sql("update step_execution set acted_at = coalesce(acted_at, ?), state = 'running' where id = ?")
                .params(now(), id)
                .update();
    }

    /** Executions that have begun to act and did not return from it, with their steps. */
    public Map<String, String> actingIn(String recovery) {
        var acting = new HashMap<String, String>();
        jdbc.sql("select id, step from step_execution where recovery = ? and acted_at is not null"
                        + " and performed_at is null and ended_at is null")
                .param(recovery)
                .query(row -> {
                    acting.put(row.getString("id"), row.getString("step"));
                });
        return acting;
    }

    public void performed(String id) {
        jdbc.sql("update step_execution set performed_at = ? where id = ?")
                .params(now(), id)
                .update();
    }

    /** The try has failed: the next one runs its commands again. */
    void attemptFailed(String id) {
        jdbc.sql("update step_execution set attempts = attempts + 1 where id = ?")
                .param(id)
                .update();
    }

    void waiting(String id, String message, @Nullable Double progress) {
        jdbc.sql("update step_execution set state = 'waiting', words = ?, progress = ? where id = ?")
                .param(1, VariableLimits.cut(message))
                .param(2, progress, Types.DOUBLE)
                .param(3, id)
                .update();
    }

    void done(String id, String evidence, List<Measurement> measured) {
        jdbc.sql("update step_execution set measured = ? where id = ?")
                .params(Measurements.encode(measured), id)
                .update();
        ended(id, "done", evidence, null);
    }

    void failed(String id, String code, String message) {
        ended(id, "failed", message, code);
    }

    private void ended(String id, String state, String message, @Nullable String code) {
        jdbc.sql("update step_execution set state = ?, words = ?, code = ?, ended_at = ? where id = ?")
                .param(1, state)
                .param(2, VariableLimits.cut(message))
                .param(3, code, Types.VARCHAR)
                .param(4, now())
                .param(5, id)
                .update();
    }

    /**
     * The execution about this subject that was the last to fail.
     *
     * @param step empty for any step
     */
    public Optional<Execution> lastFailed(String recovery, Subject subject, Optional<String> step) {
        return of(recovery).stream()
                .filter(execution -> execution.state().equals("failed")
                        && execution.endedAt() != null
                        && execution.subject().equals(subject)
                        && step.map(execution.step()::equals).orElse(true))
                .max(Comparator.comparing(Execution::endedAt));
    }

    /** Steps of a run that is over can no longer come to an end of their own. */
    void stopAll(String recovery) {
        jdbc.sql("update step_execution set state = 'stopped', ended_at = ? where recovery = ? and ended_at is null")
                .params(now(), recovery)
                .update();
    }

    @Override
    public List<Execution> of(String recovery) {
        return jdbc.sql("select * from step_execution where recovery = ? order by began_at, id")
                .param(recovery)
                .query((row, n) -> execution(row))
                .list();
    }

    @Override
    public Map<String, List<Execution>> done(String step, List<String> recoveries) {
        if (recoveries.isEmpty()) {
            return Map.of();
        }
        var done = new HashMap<String, List<Execution>>();
        jdbc.sql("select * from step_execution where step = :step and state = 'done' and recovery in (:recoveries)"
                        + " order by began_at, id")
                .param("step", step)
                .param("recoveries", recoveries)
                .query(row -> {
                    done.computeIfAbsent(row.getString("recovery"), any -> new ArrayList<>())
                            .add(execution(row));
                });
        return done;
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                row.getString("id"),
                Subject.parse(row.getString("subject")),
                row.getString("model"),
                row.getString("step"),
                row.getString("name"),
                row.getString("state"),
                row.getString("words"),
                row.getString("code"),
                (Double) row.getObject("progress"),
                Measurements.decode(row.getString("measured")),
                instant(row, "began_at"),
                row.getObject("ended_at") == null ? null : instant(row, "ended_at"));
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * @param acted the effect was begun, by this process or one that was killed
     * @param performed the effect was begun and the step returned from it
     * @param attempts how often the effect was begun and failed
     */
    public record State(Subject subject, Instant began, boolean acted, boolean performed, int attempts) {}
}
