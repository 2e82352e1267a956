package dev.kaltstart.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.ProtectedClusters;
import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.DrillPolicy;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.notify.KeptMessages;
import dev.kaltstart.recovery.RecordedEnds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The calendar of drills, on every database. */
@SuppressWarnings("NullAway.Init")
abstract class CalendarContract {

    private static final String COLD_START = "drill-cold-start";
    private static final String NAMESPACE = "drill-namespace-restore";
    private static final Duration DAY = Duration.ofDays(1);

    private final StoppedClock clock = new StoppedClock();
    private final ProtectedClusters clusters =
            new ProtectedClusters().only(ProtectedClusters.office(), ProtectedClusters.homelab());
    private final Map<String, DrillPolicy> policies = new HashMap<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private KeptMessages outbox;
    private RecordedEnds ends;
    private JdbcClient jdbc;
    private DrillCalendar calendar;
    private DrillSchedule schedule;

    abstract DataSource database();

    @BeforeEach
    void anEmptyCalendar() {
        var source = database();
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        List.of("drill_calendar", "drill_sign_off", "recovery", "notification")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        ends = new RecordedEnds(jdbc);
        outbox = new KeptMessages(jdbc, "office", clock);
        calendar = started();
        schedule = new DrillSchedule(
                calendar,
                new CalendarRows(jdbc),
                new DrillMeters(registry),
                outbox.notices(),
                new TransactionTemplate(new DataSourceTransactionManager(source)),
                clock);
    }

    /** As after a restart: nothing is remembered but the database. */
    private DrillCalendar started() {
        return new DrillCalendar(
                clusters,
                (cluster, drill) -> policies.getOrDefault(drill, DrillPolicy.YEARLY),
                ends.done(),
                new CalendarRows(jdbc),
                new SignOffRows(jdbc),
                clock);
    }

    @Test
    void onlyADrillThatRecoveredCounts() {
        ends.ended(COLD_START, "office", Mode.REHEARSAL, "recovered", at("2026-11-01T10:00:00Z"));
        ends.ended(COLD_START, "office", Mode.DRILL, "failed", at("2026-11-02T10:00:00Z"));
        ends.ended(COLD_START, "office", Mode.DRILL, "aborted", at("2026-11-03T10:00:00Z"));
        ends.ended(COLD_START, "homelab", Mode.DRILL, "recovered", at("2026-11-04T10:00:00Z"));
        ends.ended(NAMESPACE, "office", Mode.DRILL, "recovered", at("2026-11-05T10:00:00Z"));
        ends.ended("cluster-loss", "office", Mode.LIVE, "recovered", at("2026-11-06T10:00:00Z"));
        assertThat(drill(COLD_START)).satisfies(drill -> {
            assertThat(drill.last()).isNull();
            assertThat(drill.lastAt()).isNull();
        });

        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2026-03-01T10:00:00Z"));
        String newest = ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2026-06-01T10:00:00Z"));
        assertThat(drill(COLD_START)).satisfies(drill -> {
            assertThat(drill.last()).isEqualTo(newest);
            assertThat(drill.nextDue()).isEqualTo(LocalDate.of(2027, 6, 1));
            assertThat(drill.overdue()).isFalse();
            assertThat(drill.real()).isFalse();
        });
    }

    @Test
    void aRealRecoveryCountsWhereThePolicySaysSo() {
        policies.put(COLD_START, new DrillPolicy(Period.ofMonths(6), true));
        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2026-03-01T10:00:00Z"));
        ends.ended("cluster-loss", "office", Mode.REHEARSAL, "recovered", at("2026-07-01T10:00:00Z"));
        String real = ends.ended("cluster-loss", "office", Mode.LIVE, "recovered", at("2026-06-15T10:00:00Z"));

        assertThat(drill(COLD_START)).satisfies(drill -> {
            assertThat(drill.last()).isEqualTo(real);
            assertThat(drill.real()).isTrue();
            assertThat(drill.nextDue()).isEqualTo(LocalDate.of(2026, 12, 15));
        });
    }

    @Test
    void aTwinIsNeverDue() {
        assertThat(calendar.all()).hasSize(2).allMatch(drill -> drill.cluster().equals("office"));
    }

    @Test
    void isDueOnTheDayAndOverdueOnTheNext() {
        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2025-11-23T23:00:00Z"));
        clock.set(at("2026-11-23T23:59:59Z"));
        assertThat(drill(COLD_START).overdue()).isFalse();
        clock.set(at("2026-11-24T00:00:00Z"));
        assertThat(drill(COLD_START).overdue()).isTrue();
        assertThat(drill(COLD_START).overdueDays()).isEqualTo(1);
    }

    /** The laptop lies in a drawer. */
    @Test
    void aMachineThatWasOffForMonthsSaysAtOnceWhatIsOverdueAndSaysItOnce() {
        schedule.look();
        assertThat(outbox.headlines()).isEmpty();

        clock.pass(DAY.multipliedBy(200));
        calendar = started();
        schedule.look();
        schedule.look();
        assertThat(outbox.headlines())
                .hasSize(2)
                .anyMatch(headline -> headline.equals("overdue for 170 days, since 2026-12-23"));
        assertThat(outbox.events()).containsOnly(Event.DRILL.word());
    }

    @Test
    void saysItOnceAWeekWhicheverKaltstartSeesIt() {
        policies.put(NAMESPACE, new DrillPolicy(null, false));
        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2025-11-20T10:00:00Z"));
        for (int day = 0; day < 22; day++) {
            schedule.look();
            schedule.look();
            clock.pass(DAY);
        }
        assertThat(outbox.headlines()).hasSize(4);

        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", clock.instant());
        clock.pass(DAY.multipliedBy(8));
        schedule.look();
        assertThat(outbox.headlines()).hasSize(4);
    }

    /** A clock that was a year ahead must not silence the notices for that year. */
    @Test
    void aClockThatWasAheadDelaysNoNotice() {
        policies.put(NAMESPACE, new DrillPolicy(null, false));
        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2025-11-20T10:00:00Z"));
        schedule.look();
        jdbc.sql("update drill_calendar set noticed_on = ?")
                .param(LocalDate.of(2027, 11, 1))
                .update();
        schedule.look();
        assertThat(outbox.headlines()).hasSize(2);
    }

    @Test
    void isAMetric() {
        ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2025-11-13T10:00:00Z"));
        schedule.look();

        assertThat(registry.get("kaltstart.drill.overdue")
                        .tags("cluster", "office", "drill", COLD_START)
                        .gauge()
                        .value())
                .isEqualTo(10);
        assertThat(registry.get("kaltstart.drill.last")
                        .tags("drill", COLD_START)
                        .gauge()
                        .value())
                .isEqualTo(at("2025-11-13T10:00:00Z").getEpochSecond());
        assertThat(registry.find("kaltstart.drill.last")
                        .tags("drill", NAMESPACE)
                        .gauge())
                .isNull();
    }

    /** Dates of a database are not moved by the zone of the machine. */
    @Test
    void theZoneOfTheMachineDoesNotMatter() {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                jdbc.sql("delete from drill_calendar").update();
                clock.set(at("2026-11-23T23:30:00Z"));
                calendar = started();
                calendar.addMissing();
                assertThat(drill(COLD_START).nextDue()).as(zone).isEqualTo(LocalDate.of(2026, 12, 23));
                clock.set(at("2026-12-24T00:30:00Z"));
                assertThat(drill(COLD_START).overdueDays()).as(zone).isEqualTo(1);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void saysWhoSignedItOff() {
        String recovery = ends.ended(COLD_START, "office", Mode.DRILL, "recovered", at("2026-06-01T10:00:00Z"));
        assertThat(drill(COLD_START).signedOffBy()).isNull();
        new SignOffRows(jdbc).insert(recovery, new SignOffRows.SignOff("paula", "fine", clock.instant()));
        assertThat(drill(COLD_START).signedOffBy()).isEqualTo("paula");
        assertThat(drill(COLD_START).signedOffAt()).isEqualTo(clock.instant());
    }

    private ScheduledDrill drill(String name) {
        return calendar.drills("office").stream()
                .filter(drill -> drill.drill().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
