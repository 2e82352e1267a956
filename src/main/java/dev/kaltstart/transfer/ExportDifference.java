package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Entry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares an export with the existing recovery of the same id. */
@Component
class ExportDifference {

    private static final int NAMED = 3;

    private final Recoveries recoveries;

    ExportDifference(Recoveries recoveries) {
        this.recoveries = recoveries;
    }

    /** @throws TransferRefused with the timeline entries that only one of the two has */
    void refuseIfHere(ExportedFile exported) {
        String id = exported.manifest().recovery();
        recoveries.find(id).ifPresent(here -> {
            throw new TransferRefused(
                    TransferRefused.Kind.CONFLICT,
                    id + " already exists here (" + here.state().name().toLowerCase(Locale.ROOT) + "): "
                            + between(recoveries.timeline(id), exported));
        });
    }

    private String between(List<Entry> ours, ExportedFile exported) {
        List<Seen> here = ours.stream()
                .map(entry -> new Seen(entry.at(), entry.kind(), entry.message()))
                .toList();
        List<Seen> there = there(exported);
        List<Seen> onlyHere = without(here, there);
        List<Seen> onlyThere = without(there, here);
        if (onlyThere.isEmpty()) {
            return onlyHere.isEmpty()
                    ? "the file has the same timeline"
                    : "the file is older, it lacks " + named(onlyHere);
        }
        String lost = "the file has entries that are missing here: " + named(onlyThere);
        return onlyHere.isEmpty()
                ? lost + "; if this database lost them, stop Kaltstart and import into an empty database"
                : lost + "; and this database has entries that the file lacks: " + named(onlyHere)
                        + "; two Kaltstarts have continued the recovery";
    }

    private static List<Seen> without(List<Seen> all, List<Seen> others) {
        return all.stream().filter(Predicate.not(others::contains)).toList();
    }

    private static String named(List<Seen> entries) {
        return entries.size() + " entries of its timeline, from "
                + entries.get(0).at() + " on: "
                + String.join(
                        ", ", entries.stream().limit(NAMED).map(Seen::name).toList())
                + (entries.size() > NAMED ? ", ..." : "");
    }

    private static List<Seen> there(ExportedFile exported) {
        var there = new ArrayList<Seen>();
        exported.rows((table, row) -> {
            if (table.equals("timeline")) {
                there.add(new Seen(at(text(row.get("at"))), text(row.get("kind")), text(row.get("words"))));
            }
        });
        return there;
    }

    private static Instant at(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "" : value.asText();
    }

    private record Seen(Instant at, String kind, String message) {

        String name() {
            return kind + " '" + message.lines().findFirst().orElse("").substring(0, Math.min(40, first(message)))
                    + "'";
        }

        private static int first(String message) {
            return message.lines().findFirst().orElse("").length();
        }
    }
}
