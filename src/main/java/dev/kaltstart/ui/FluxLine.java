package dev.kaltstart.ui;

import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.watch.FluxLooks;
import java.util.List;

/**
 * Whether a cluster follows Git, on one line.
 *
 * @param troubles one line each; those that pass by themselves are among them
 */
record FluxLine(String message, String looked, List<String> troubles, String link) {

    private static final int SHOWN = 5;

    static FluxLine of(FluxLooks.Seen seen, String cluster) {
        Drift drift = seen.drift();
        String link = cluster + "/drift";
        if (drift == null) {
            return new FluxLine("Unknown: " + seen.unknown(), TimeFormat.minute(seen.at()), List.of(), link);
        }
        List<String> troubles =
                drift.roots().stream().limit(SHOWN).map(Drift.Root::message).toList();
        return new FluxLine(message(drift), TimeFormat.minute(seen.at()), troubles, link);
    }

    private static String message(Drift drift) {
        String suspended =
                drift.suspended().isEmpty() ? "" : "; " + drift.suspended().size() + " suspended";
        if (drift.inSync()) {
            return "all " + drift.looked() + " objects of Flux follow Git";
        }
        return drift.quiet()
                // what is suspended may have failed before
                ? drift.suspended().size() + " suspended, which do not follow Git; nothing else fails"
                : drift.affected() + " of " + drift.looked() + " objects of Flux do not follow Git" + suspended;
    }
}
