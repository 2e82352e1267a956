package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Prerequisite;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.modulith.NamedInterface;

/**
 * Whether a cluster could be recovered from a disaster now.
 *
 * @param because what is missing, or what only a person can know; the worst first
 */
@NamedInterface("status")
public record Outlook(Disaster disaster, Chance chance, List<String> because) {

    /** How sure it is. */
    @NamedInterface("status")
    public enum Chance {
        CAN(1),
        /** Nothing is known to be missing, but not all was proven. */
        UNPROVEN(0.5),
        CANNOT(0);

        private final double figure;

        Chance(double figure) {
            this.figure = figure;
        }

        /** For the metric. */
        double figure() {
            return figure;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Outlook {
        because = List.copyOf(because);
    }

    static Outlook of(Disaster disaster, List<RecordedItem> items) {
        List<RecordedItem> needed = items.stream()
                .filter(item -> item.neededBy().contains(disaster))
                .sorted(Comparator.comparing((RecordedItem item) -> item.found().state())
                        .reversed())
                .toList();
        Prerequisite.State worst = needed.isEmpty()
                ? Prerequisite.State.UNKNOWN
                : needed.get(0).found().state();
        return new Outlook(
                disaster,
                chance(worst),
                needed.stream()
                        .filter(item -> item.found().state() != Prerequisite.State.PROVEN)
                        .map(item -> item.label() + ": " + item.found().message())
                        .toList());
    }

    private static Chance chance(Prerequisite.State worst) {
        return switch (worst) {
            case PROVEN -> Chance.CAN;
            case UNPROVEN, UNKNOWN -> Chance.UNPROVEN;
            case MISSING -> Chance.CANNOT;
        };
    }
}
