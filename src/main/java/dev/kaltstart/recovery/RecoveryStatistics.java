package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the ended recoveries of one scenario went, in one mode of one cluster. Modes are never added up: a rehearsal says
 * nothing about the hardware, and a drill begins with people who are awake.
 *
 * @param withinObjective those of the recovered that met their last objective
 * @param fastest of the recovered, until the checks were green
 * @param median of the recovered; the lower one of two
 * @param lastRecovered when the checks of the newest were green
 */
public record RecoveryStatistics(
        String cluster,
        String scenario,
        Mode mode,
        int ended,
        int recovered,
        int withinObjective,
        @Nullable Duration fastest,
        @Nullable Duration median,
        @Nullable Instant lastRecovered) {

    /** Of the recoveries given; those under way do not count. Ordered by cluster, mode and scenario. */
    public static List<RecoveryStatistics> of(List<Recovery> recoveries) {
        return recoveries.stream()
                .filter(recovery -> recovery.state().ended())
                .collect(Collectors.groupingBy(
                        recovery -> new Kind(recovery.cluster(), recovery.mode(), recovery.scenario())))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static RecoveryStatistics of(Kind kind, List<Recovery> ended) {
        List<Recovery> recovered = ended.stream()
                .filter(recovery -> recovery.state() == State.RECOVERED && recovery.rto() != null)
                .toList();
        List<Duration> times =
                recovered.stream().map(Recovery::elapsed).sorted().toList();
        return new RecoveryStatistics(
                kind.cluster(),
                kind.scenario(),
                kind.mode(),
                ended.size(),
                recovered.size(),
                (int) recovered.stream()
                        .filter(RecoveryStatistics::withinObjective)
                        .count(),
                times.isEmpty() ? null : times.get(0),
                times.isEmpty() ? null : times.get((times.size() - 1) / 2),
                recovered.stream()
                        .map(Recovery::greenAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static boolean withinObjective(Recovery recovery) {
        List<Recoveries.Target> targets = recovery.targets();
        return targets.isEmpty()
                || recovery.elapsed().compareTo(targets.get(targets.size() - 1).allowed()) <= 0;
    }

    private record Kind(String cluster, Mode mode, String scenario) implements Comparable<Kind> {

        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::cluster).thenComparing(Kind::mode).thenComparing(Kind::scenario);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }
}
