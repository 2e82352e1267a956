package dev.kaltstart.drill;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.DrillPolicy;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.DoneRecoveries;
import dev.kaltstart.recovery.DoneRecoveries.Done;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The calendar of drills. Nothing of it is a timer: due dates follow from what the database says was done, so that a
 * machine may be off for months.
 */
@Component
class DrillCalendar implements ScheduledDrill.ByCluster {

    /** Each drill, with the real scenarios that use the same parts. */
    private static final Map<String, List<String>> DRILLS = drills();

    /** What was never tried is due soon, and not in a year. */
    private static final Period FIRST = Period.ofDays(30);

    private final Clusters clusters;
    private final DrillPolicy.ByCluster policies;
    private final DoneRecoveries done;
    private final CalendarRows rows;
    private final SignOffRows signOffs;
    private final Clock clock;

    DrillCalendar(
            Clusters clusters,
            DrillPolicy.ByCluster policies,
            DoneRecoveries done,
            CalendarRows rows,
            SignOffRows signOffs,
            Clock clock) {
        this.clusters = clusters;
        this.policies = policies;
        this.done = done;
        this.rows = rows;
        this.signOffs = signOffs;
        this.clock = clock;
    }

    private static Map<String, List<String>> drills() {
        var drills = new LinkedHashMap<String, List<String>>();
        drills.put("drill-cold-start", List.of("cluster-loss"));
        drills.put("drill-namespace-restore", List.of("cluster-loss"));
        return drills;
    }

    List<ScheduledDrill> all() {
        return clusters.all().stream()
                .flatMap(cluster -> drills(cluster.name()).stream())
                .toList();
    }

    @Override
    public List<ScheduledDrill> drills(String cluster) {
        return clusters.find(cluster).filter(found -> !found.twinOnly()).stream()
                .flatMap(found -> DRILLS.keySet().stream())
                .map(drill -> drill(cluster, drill))
                .toList();
    }

    /** Remembers since when a drill has to be done. */
    void addMissing() {
        clusters.all().stream()
                .filter(cluster -> !cluster.twinOnly())
                .forEach(cluster -> DRILLS.keySet().forEach(drill -> rows.add(cluster.name(), drill, today())));
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private ScheduledDrill drill(String cluster, String drill) {
        DrillPolicy policy = policies.policy(cluster, drill);
        Optional<Counted> last = last(cluster, drill, policy);
        Optional<SignOffRows.SignOff> signOff = last.flatMap(counted -> signOffs.find(counted.recovery()));
        LocalDate since = rows.since(cluster, drill).orElseGet(this::today);
        Instant lastAt = last.map(Counted::at).orElse(null);
        LocalDate due = due(policy.every(), lastAt, since);
        LocalDate today = today();
        boolean overdue = due != null && due.isBefore(today);
        return new ScheduledDrill(
                cluster,
                drill,
                policy.every() == null ? null : policy.every().toString(),
                last.map(Counted::recovery).orElse(null),
                lastAt,
                last.map(Counted::real).orElse(false),
                signOff.map(SignOffRows.SignOff::person).orElse(null),
                signOff.map(SignOffRows.SignOff::at).orElse(null),
                due,
                overdue,
                overdue ? ChronoUnit.DAYS.between(due, today) : 0,
                signOff.map(SignOffRows.SignOff::at)
                        .orElse(
                                lastAt == null
                                        ? since.atStartOfDay(ZoneOffset.UTC).toInstant()
                                        : lastAt));
    }

    /**
     * The day of the month stays; 29 February becomes the 28th where there is none.
     *
     * @param since when Kaltstart first knew of the cluster
     */
    static @Nullable LocalDate due(@Nullable Period every, @Nullable Instant last, LocalDate since) {
        if (every == null) {
            return null;
        }
        if (last != null) {
            return LocalDate.ofInstant(last, ZoneOffset.UTC).plus(every);
        }
        LocalDate first = since.plus(FIRST);
        LocalDate regular = since.plus(every);
        return regular.isBefore(first) ? regular : first;
    }

    private Optional<Counted> last(String cluster, String drill, DrillPolicy policy) {
        Stream<Counted> drilled = done.last(cluster, drill, Mode.DRILL).map(one -> Counted.of(one, false)).stream();
        Stream<Counted> real = policy.countsReal()
                ? DRILLS.getOrDefault(drill, List.of()).stream()
                        .flatMap(scenario -> done.last(cluster, scenario, Mode.LIVE).stream())
                        .map(one -> Counted.of(one, true))
                : Stream.empty();
        return Stream.concat(drilled, real).max(Comparator.comparing(Counted::at));
    }

    private record Counted(String recovery, Instant at, boolean real) {
        static Counted of(Done done, boolean real) {
            return new Counted(done.recovery(), done.endedAt(), real);
        }
    }
}
