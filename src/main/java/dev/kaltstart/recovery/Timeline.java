package dev.kaltstart.recovery;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events of a recovery, in order. Written in the transaction of the change, so that a crash loses both or neither. */
@Component
class Timeline {

    private static final int LONGEST = 3900;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Timeline(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @EventListener
    void write(EngineEvent.StepBegan event) {
        write(event.recovery(), event.at(), "step-began", event.subject(), event.step(), event.name(), null, null);
    }

    @EventListener
    void write(EngineEvent.StepDone event) {
        String message = event.name() + ": " + event.evidence();
        write(event.recovery(), event.at(), "step-done", event.subject(), event.step(), message, null, null);
    }

    @EventListener
    void write(EngineEvent.StepFailed event) {
        String message = event.name() + ": " + event.message();
        write(event.recovery(), event.at(), "step-failed", event.subject(), event.step(), message, event.code(), null);
    }

    @EventListener
    void write(EngineEvent.TaskOpened event) {
        write(event.recovery(), event.at(), "task-opened", event.subject(), event.activity(), event.name(), null, null);
    }

    @EventListener
    void write(EngineEvent.TaskWaits event) {
        String message = event.name() + ": no answer for "
                + CountedNoun.of(Duration.between(event.since(), event.at()).toMinutes(), "minute");
        String kind = event.escalated() ? "task-escalated" : "task-reminder";
        write(event.recovery(), event.at(), kind, event.subject(), event.activity(), message, null, null);
    }

    @EventListener
    void write(EngineEvent.TaskCompleted event) {
        String message = event.answers().isEmpty() ? event.name() : event.name() + ": " + event.answers();
        write(
                event.recovery(),
                event.at(),
                "task-completed",
                event.subject(),
                event.activity(),
                message,
                null,
                event.person());
    }

    void write(
            String recovery, Instant at, String kind, @Nullable String step, String message, @Nullable String person) {
        write(recovery, at, kind, null, step, message, null, person);
        events.publishEvent(new TimelineNote(recovery, at, kind, step, message, person));
    }

    private void write(
            String recovery,
            Instant at,
            String kind,
            @Nullable Subject subject,
            @Nullable String step,
            String message,
            @Nullable String code,
            @Nullable String person) {
        jdbc.sql("insert into timeline (recovery, at, kind, step, words, person, subject, code)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(1, recovery)
                .param(2, RecoveryRows.utc(at))
                .param(3, kind)
                .param(4, step)
                .param(5, message.length() > LONGEST ? message.substring(0, LONGEST) : message)
                .param(6, person)
                .param(7, subject == null ? null : subject.text())
                .param(8, code)
                .update();
    }

    List<Entry> of(String recovery) {
        return jdbc.sql(
                        "select at, kind, step, words, code, person, subject from timeline where recovery = ? order by id")
                .param(recovery)
                .query((row, n) -> new Entry(
                        RecoveryRows.instant(row, "at").orElseThrow(),
                        row.getString("kind"),
                        row.getString("step"),
                        row.getString("words"),
                        row.getString("code"),
                        row.getString("person"),
                        subject(row.getString("subject"))))
                .list();
    }

    private static @Nullable String subject(@Nullable String stored) {
        return stored == null ? null : Recoveries.StepState.shown(Subject.parse(stored));
    }
}
