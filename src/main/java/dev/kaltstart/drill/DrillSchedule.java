package dev.kaltstart.drill;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.notify.Notice;
import dev.kaltstart.notify.Notices;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Says that a drill is overdue, once a week at most, and keeps the metrics. */
@Component
class DrillSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(DrillSchedule.class);

    private final DrillCalendar calendar;
    private final CalendarRows rows;
    private final DrillMeters meters;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DrillSchedule(
            DrillCalendar calendar,
            CalendarRows rows,
            DrillMeters meters,
            Notices notices,
            TransactionTemplate transaction,
            Clock clock) {
        this.calendar = calendar;
        this.rows = rows;
        this.meters = meters;
        this.notices = notices;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT40S", fixedDelayString = "PT15M")
    void look() {
        try {
            calendar.addMissing();
            List<ScheduledDrill> all = calendar.all();
            meters.refresh(all);
            all.stream()
                    .filter(ScheduledDrill::overdue)
                    .filter(drill -> notices.wanted(drill.cluster(), Event.DRILL, Mode.DRILL))
                    .forEach(this::say);
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("the calendar of drills could not be checked: {}", e.getMessage());
        }
    }

    private void say(ScheduledDrill drill) {
        transaction.executeWithoutResult(status -> {
            if (rows.say(drill.cluster(), drill.drill(), calendar.today())) {
                notices.write(notice(drill));
            }
        });
    }

    private Notice notice(ScheduledDrill drill) {
        String last = drill.lastAt() == null ? "It was never done." : "It was last done on " + day(drill) + ".";
        return new Notice(
                drill.cluster(),
                null,
                Mode.DRILL,
                Event.DRILL,
                true,
                clock.instant(),
                drill.drill() + " in " + drill.cluster(),
                "overdue for " + CountedNoun.of(drill.overdueDays(), "day") + ", since " + drill.nextDue(),
                List.of(last),
                "/clusters/" + drill.cluster());
    }

    private static String day(ScheduledDrill drill) {
        return String.valueOf(drill.lastAt()).substring(0, "2026-11-30".length());
    }
}
