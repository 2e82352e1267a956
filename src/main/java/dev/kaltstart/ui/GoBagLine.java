package dev.kaltstart.ui;

import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.RecordedItem;
import java.util.stream.Collectors;

/**
 * One item of the go-bag.
 *
 * @param sign colour alone is not readable for all users
 * @param style name of the class in the style sheet
 * @param neededBy names of scenarios
 */
record GoBagLine(String label, String sign, String state, String style, String since, String message, String neededBy) {

    static GoBagLine of(RecordedItem item) {
        String since = TimeFormat.minute(item.since());
        String message = item.found().message();
        String neededBy = item.neededBy().stream().sorted().map(Disaster::word).collect(Collectors.joining(", "));
        return switch (item.found().state()) {
            case PROVEN -> new GoBagLine(item.label(), "✓", "proven", "recovered", since, message, neededBy);
            case UNPROVEN -> new GoBagLine(item.label(), "?", "not proven", "waiting", since, message, neededBy);
            case UNKNOWN -> new GoBagLine(item.label(), "?", "not checked", "waiting", since, message, neededBy);
            case MISSING -> new GoBagLine(item.label(), "✗", "missing", "failed", since, message, neededBy);
        };
    }
}
