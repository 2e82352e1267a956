package dev.kaltstart.notify;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.TimelineNote;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What happens in a recovery, as messages. Written right before the transaction of what they are about is committed, when
 * all of its rows are there.
 */
@Component
class RecoveryNotices {

    private static final String TASKLIST = "/camunda/app/tasklist/default/#/?task=";

    private final Notices notices;
    private final OutboxRows rows;
    private final RecoveryRecords records;
    private final Recoveries recoveries;

    RecoveryNotices(Notices notices, OutboxRows rows, RecoveryRecords records, Recoveries recoveries) {
        this.notices = notices;
        this.rows = rows;
        this.records = records;
        this.recoveries = recoveries;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void started(TimelineNote event) {
        if (event.kind().equals("started")) {
            wanting(event.recovery(), Event.STARTED).ifPresent(recovery -> {
                String asked = event.person() == null ? "" : "Asked for by " + event.person();
                notices.write(new Notice(
                        recovery.cluster(),
                        recovery.recovery(),
                        recovery.mode(),
                        Event.STARTED,
                        true,
                        event.at(),
                        about(recovery),
                        "started",
                        List.of(event.message(), asked),
                        page(recovery)));
            });
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void opened(EngineEvent.TaskOpened event) {
        wanting(event.recovery(), Event.PERSON)
                // its answers are given by Kaltstart itself
                .filter(recovery -> !recovery.unattended())
                .ifPresent(recovery -> notices.write(new Notice(
                        recovery.cluster(),
                        recovery.recovery(),
                        recovery.mode(),
                        Event.PERSON,
                        true,
                        event.at(),
                        about(recovery),
                        "needs a person: " + event.name() + at(event.subject(), recovery),
                        List.of("The task waits in Tasklist."),
                        task(event.task()))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void waits(EngineEvent.TaskWaits event) {
        wanting(event.recovery(), Event.PERSON)
                .filter(recovery -> !recovery.unattended())
                .ifPresent(recovery -> {
                    long minutes = Duration.between(event.since(), event.at()).toMinutes();
                    notices.write(new Notice(
                            recovery.cluster(),
                            recovery.recovery(),
                            recovery.mode(),
                            Event.PERSON,
                            true,
                            event.at(),
                            about(recovery),
                            (event.escalated() ? "another person should know: " : "still needs a person: ")
                                    + event.name()
                                    + at(event.subject(), recovery),
                            List.of("No answer for " + CountedNoun.of(minutes, "minute") + "."),
                            task(event.task())));
                });
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void reached(EngineEvent.MilestoneReached event) {
        String headline = "reached: " + event.name();
        wanting(event.recovery(), Event.MILESTONE)
                // a step that is repeated reaches it again
                .filter(recovery -> !rows.said(event.recovery(), Event.MILESTONE.word(), headline))
                .ifPresent(recovery -> notices.write(new Notice(
                        recovery.cluster(),
                        recovery.recovery(),
                        recovery.mode(),
                        Event.MILESTONE,
                        false,
                        event.at(),
                        about(recovery),
                        headline,
                        List.of(),
                        page(recovery))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void blocked(EngineEvent.IncidentOpened event) {
        wanting(event.recovery(), Event.BLOCKED)
                .ifPresent(recovery -> notices.write(new Notice(
                        recovery.cluster(),
                        recovery.recovery(),
                        recovery.mode(),
                        Event.BLOCKED,
                        true,
                        event.at(),
                        about(recovery),
                        "blocked at " + event.step(),
                        List.of(event.message(), "Mend the cause and let the step try again, or abort the recovery."),
                        page(recovery))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void ended(EngineEvent.RunEnded event) {
        wanting(event.recovery(), Event.ENDED)
                .flatMap(recovery -> recoveries
                        .find(event.recovery())
                        .map(found -> new Notice(
                                recovery.cluster(),
                                recovery.recovery(),
                                recovery.mode(),
                                Event.ENDED,
                                true,
                                event.at(),
                                about(recovery),
                                ShortReport.headline(event.end(), found),
                                ShortReport.lines(found),
                                page(recovery))))
                .ifPresent(notices::write);
    }

    private Optional<RecoveryRecord> wanting(String recovery, Event event) {
        return records.find(recovery).filter(found -> notices.wanted(found.cluster(), event, found.mode()));
    }

    private static String about(RecoveryRecord recovery) {
        return about(scenario(recovery.recovery()), recovery.subject().label(), recovery.cluster());
    }

    static String about(String scenario, String subject, String cluster) {
        return scenario + (subject.isEmpty() ? "" : " of " + subject) + " in " + cluster;
    }

    /** The id of a recovery begins with it: {@code node-failure-20261130-1902-x7k2p}. */
    private static String scenario(String recovery) {
        return recovery.replaceFirst("-\\d{8}-\\d{4}-[0-9a-z]{5}$", "");
    }

    private static String at(Subject subject, RecoveryRecord recovery) {
        return subject.label().isEmpty() || subject.equals(recovery.subject()) ? "" : " (" + subject.label() + ")";
    }

    static String page(RecoveryRecord recovery) {
        return page(recovery.recovery());
    }

    static String page(String recovery) {
        return "/recoveries/" + URLEncoder.encode(recovery, StandardCharsets.UTF_8);
    }

    private static String task(String id) {
        return TASKLIST + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
