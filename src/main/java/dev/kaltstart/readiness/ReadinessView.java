package dev.kaltstart.readiness;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The public view of what a cluster would survive.
 *
 * @param checkedAt of the last proof; missing before the first
 * @param unknown why there is none; missing when there is
 * @param scenarios one each
 * @param items those that this cluster uses
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReadinessView(
        @Nullable Instant checkedAt, @Nullable String unknown, List<ScenarioView> scenarios, List<ItemView> items) {

    static ReadinessView unknown(String why) {
        return new ReadinessView(null, why, List.of(), List.of());
    }

    static ReadinessView of(KnownReadiness known) {
        return new ReadinessView(
                known.checkedAt(),
                null,
                known.outlooks().stream().map(ScenarioView::of).toList(),
                known.items().stream().map(ItemView::of).toList());
    }

    /**
     * @param verdict can, unproven or cannot
     * @param because the worst first; empty when it can
     */
    record ScenarioView(String scenario, String verdict, List<String> because) {
        static ScenarioView of(Outlook outlook) {
            return new ScenarioView(outlook.disaster().word(), outlook.chance().word(), outlook.because());
        }
    }

    /**
     * @param state proven, unproven, unknown or missing
     * @param since when it is in this state
     * @param neededBy scenarios
     */
    record ItemView(String item, String label, String state, String message, Instant since, List<String> neededBy) {
        static ItemView of(RecordedItem item) {
            return new ItemView(
                    item.word(),
                    item.label(),
                    item.found().state().name().toLowerCase(Locale.ROOT),
                    item.found().message(),
                    item.since(),
                    item.neededBy().stream().sorted().map(Disaster::word).toList());
        }
    }
}
