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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What happens in a recovery, as messages. Written right before the transaction of what they are about is committed, when
 * all of its rows are there.
 */
@Component
class RecoveryNotices {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryNotices.class);

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
    void started(TimelineNote note) {
        if (note.kind().equals("started")) {
            String asked = note.person() == null ? "" : "Asked for by " + note.person();
            say(
                    note.recovery(),
                    Event.STARTED,
                    note.at(),
                    recovery ->
                            Optional.of(new Said("started", List.of(note.message(), asked), page(note.recovery()))));
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void opened(EngineEvent.TaskOpened event) {
        say(
                event.recovery(),
                Event.PERSON,
                event.at(),
                recovery -> attended(recovery)
                        .map(person -> new Said(
                                "needs a person: " + event.name() + at(event.subject(), recovery),
                                List.of("The task waits in Tasklist."),
                                task(event.task()))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void waits(EngineEvent.TaskWaits event) {
        String verb = event.escalated() ? "another person should know: " : "still needs a person: ";
        long minutes = Duration.between(event.since(), event.at()).toMinutes();
        say(
                event.recovery(),
                Event.PERSON,
                event.at(),
                recovery -> attended(recovery)
                        .map(person -> new Said(
                                verb + event.name() + at(event.subject(), recovery),
                                List.of("No answer for " + CountedNoun.of(minutes, "minute") + "."),
                                task(event.task()))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void reached(EngineEvent.MilestoneReached event) {
        String headline = "reached: " + event.name();
        // a step that is repeated reaches it again
        say(
                event.recovery(),
                Event.MILESTONE,
                event.at(),
                recovery -> rows.said(event.recovery(), Event.MILESTONE.word(), headline)
                        ? Optional.empty()
                        : Optional.of(new Said(headline, List.of(), page(event.recovery()))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void blocked(EngineEvent.IncidentOpened event) {
        say(
                event.recovery(),
                Event.BLOCKED,
                event.at(),
                recovery -> Optional.of(new Said(
                        "blocked at " + event.step(),
                        List.of(event.message(), "Mend the cause and let the step try again, or abort the recovery."),
                        page(event.recovery()))));
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void ended(EngineEvent.RunEnded event) {
        say(
                event.recovery(),
                Event.ENDED,
                event.at(),
                recovery -> recoveries
                        .find(event.recovery())
                        .map(found -> new Said(
                                ShortReport.headline(event.end(), found),
                                ShortReport.lines(found),
                                page(event.recovery()))));
    }

    /** A message that cannot be composed fails no recovery; a database that fails does, as everywhere. */
    private void say(String id, Event event, Instant at, Function<RecoveryRecord, Optional<Said>> content) {
        try {
            records.find(id)
                    .filter(recovery -> notices.wanted(recovery.cluster(), event, recovery.mode()))
                    .ifPresent(recovery -> content.apply(recovery)
                            .ifPresent(said -> notices.write(notice(recovery, event, at, said))));
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a message about {} of {} is lost: {}", event.word(), id, e.getMessage(), e);
        }
    }

    private static Notice notice(RecoveryRecord recovery, Event event, Instant at, Said said) {
        return new Notice(
                recovery.cluster(),
                recovery.recovery(),
                recovery.mode(),
                event,
                event != Event.MILESTONE,
                at,
                about(scenario(recovery.recovery()), recovery.subject().label(), recovery.cluster()),
                said.headline(),
                said.detail(),
                said.link());
    }

    /** Empty where Kaltstart itself gives the answers. */
    private static Optional<RecoveryRecord> attended(RecoveryRecord recovery) {
        return Optional.of(recovery).filter(found -> !found.unattended());
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

    static String page(String recovery) {
        return "/recoveries/" + URLEncoder.encode(recovery, StandardCharsets.UTF_8);
    }

    private static String task(String id) {
        return TASKLIST + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** @param link path on Kaltstart's pages */
    private record Said(String headline, List<String> detail, String link) {}
}
