package dev.kaltstart.recovery;

import dev.kaltstart.engine.Happened;
import dev.kaltstart.recovery.Recoveries.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happened, in order. Written in the transaction in which it happened, so that a crash loses both or neither. */
@Component
class Timeline {

    private static final int LONGEST = 3900;

    private final JdbcClient jdbc;

    Timeline(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void write(Happened.StepBegan event) {
        write(event.recovery(), event.at(), "step-began", event.step(), event.name(), null);
    }

    @EventListener
    void write(Happened.StepDone event) {
        write(event.recovery(), event.at(), "step-done", event.step(), event.name() + ": " + event.evidence(), null);
    }

    @EventListener
    void write(Happened.StepFailed event) {
        String words = event.name() + ": " + event.words() + " [" + event.code() + "]";
        write(event.recovery(), event.at(), "step-failed", event.step(), words, null);
    }

    @EventListener
    void write(Happened.TaskOpened event) {
        write(event.recovery(), event.at(), "task-opened", event.activity(), event.name(), null);
    }

    @EventListener
    void write(Happened.TaskCompleted event) {
        String words = event.answers().isEmpty() ? event.name() : event.name() + ": " + event.answers();
        write(event.recovery(), event.at(), "task-completed", event.activity(), words, event.person());
    }

    void write(String recovery, Instant at, String kind, @Nullable String step, String words, @Nullable String person) {
        jdbc.sql("insert into timeline (recovery, at, kind, step, words, person) values (?, ?, ?, ?, ?, ?)")
                .param(1, recovery)
                .param(2, RecoveryRows.utc(at))
                .param(3, kind)
                .param(4, step)
                .param(5, words.length() > LONGEST ? words.substring(0, LONGEST) : words)
                .param(6, person)
                .update();
    }

    List<Entry> of(String recovery) {
        return jdbc.sql("select at, kind, step, words, person from timeline where recovery = ? order by id")
                .param(recovery)
                .query((row, n) -> new Entry(
                        RecoveryRows.instant(row, "at").orElseThrow(),
                        row.getString("kind"),
                        row.getString("step"),
                        row.getString("words"),
                        row.getString("person")))
                .list();
    }
}
