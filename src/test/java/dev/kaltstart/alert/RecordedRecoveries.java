package dev.kaltstart.alert;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Recoveries that exist only as rows: as with real ones, what is not committed was never started. */
class RecordedRecoveries implements Recoveries {

    record Note(String recovery, String message) {}

    private final JdbcClient database;
    private final List<Note> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Consumer<Request> beforeStart = request -> {};

    RecordedRecoveries(JdbcClient database) {
        this.database = database;
        database.sql("""
                        create table if not exists recorded_recovery (
                            id varchar(40), cluster varchar(40), scenario varchar(40), mode varchar(20),
                            subject varchar(40), state varchar(20))
                        """).update();
    }

    void clear() {
        notes.clear();
        requests.clear();
        beforeStart = request -> {};
        database.sql("delete from recorded_recovery").update();
    }

    void beforeStart(Consumer<Request> action) {
        beforeStart = action;
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    String running(String cluster, String scenario, Mode mode, @Nullable String subject) {
        String id = UUID.randomUUID().toString();
        database.sql("insert into recorded_recovery values (?, ?, ?, ?, ?, ?)")
                .params(id, cluster, scenario, mode.name(), subject, State.RUNNING.name())
                .update();
        return id;
    }

    void end(String id) {
        database.sql("update recorded_recovery set state = 'FAILED' where id = ?")
                .param(id)
                .update();
    }

    @Override
    public Recovery start(Request request) {
        requests.add(request);
        beforeStart.accept(request);
        return find(running(request.cluster(), request.scenario(), request.mode(), request.subject()))
                .orElseThrow();
    }

    @Override
    public Optional<Recovery> find(String id) {
        return list(null, null, null).stream()
                .filter(recovery -> recovery.id().equals(id))
                .findFirst();
    }

    @Override
    public List<Recovery> list(@Nullable String cluster, @Nullable State state, @Nullable Mode mode) {
        return database
                .sql("select * from recorded_recovery")
                .query((row, number) -> recovery(
                        row.getString("id"),
                        row.getString("cluster"),
                        row.getString("scenario"),
                        Mode.valueOf(row.getString("mode")),
                        row.getString("subject"),
                        State.valueOf(row.getString("state"))))
                .list()
                .stream()
                .filter(recovery -> cluster == null || cluster.equals(recovery.cluster()))
                .toList();
    }

    @Override
    public List<Recovery> notEnded(String cluster) {
        return list(cluster, null, null).stream()
                .filter(recovery -> !recovery.state().ended())
                .toList();
    }

    @Override
    public boolean startedSince(String cluster, String scenario, @Nullable String subject, Instant since) {
        return list(cluster, null, null).stream()
                .filter(recovery -> recovery.scenario().equals(scenario))
                .filter(recovery -> Objects.equals(recovery.subject(), subject))
                .anyMatch(recovery -> !recovery.createdAt().isBefore(since));
    }

    private static Recovery recovery(
            String id, String cluster, String scenario, Mode mode, @Nullable String subject, State state) {
        return new Recovery(
                id,
                cluster,
                scenario,
                mode,
                subject,
                "a reason",
                "somebody",
                state,
                StoppedClock.NOON,
                StoppedClock.NOON,
                null,
                null,
                Duration.ZERO,
                null,
                false,
                List.of(
                        Recoveries.Target.atTheEnd("control plane", Duration.ofHours(4)),
                        Recoveries.Target.atTheEnd("critical applications", Duration.ofHours(8))),
                List.of());
    }

    @Override
    public void note(String id, String kind, String message, @Nullable String person) {
        notes.add(new Note(id, message));
    }

    @Override
    public List<Entry> timeline(String id) {
        return List.of();
    }

    @Override
    public List<StepState> steps(String id) {
        return List.of();
    }

    @Override
    public void abort(String id, String reason, String person) {
        throw new UnsupportedOperationException("an alert never ends anything");
    }
}
