package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.CountedNoun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The exposed values as text. */
record ExposureSummary(List<ExposedValue> values, List<String> leftOut) {

    private static final int SHOWN = 3;

    /** {@code 57 values in 23 files, 9 of them deleted; first: flux-system.sops-age.age-key (age key)}. */
    String line() {
        if (values.isEmpty()) {
            return "nothing in the repository's history is readable with what leaked" + missing();
        }
        long files = values.stream().map(ExposedValue::file).distinct().count();
        long gone = values.stream().filter(value -> !value.atHead()).count();
        var kinds = new LinkedHashMap<String, ValueKind>();
        values.forEach(value ->
                kinds.merge(value.subject(), value.kind(), (one, other) -> one.compareTo(other) < 0 ? one : other));
        String first = kinds.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> entry.getKey() + " (" + entry.getValue().label() + ")")
                .collect(Collectors.joining(", "));
        return CountedNoun.of(values.size(), "value") + " in " + CountedNoun.of(files, "file")
                + (gone == 0 ? "" : ", " + gone + " of them deleted since, but still in the history")
                + "; first: " + first + missing();
    }

    private String missing() {
        return leftOut.isEmpty() ? "" : "; not searched: " + String.join("; ", leftOut);
    }

    /** One line for each value, for the evidence. */
    String table() {
        var lines = values.stream()
                .map(value -> value.rank() + ". " + value.subject() + " | "
                        + value.kind().label() + " | "
                        + value.place() + " | "
                        + (value.atHead() ? "in use" : "deleted") + " | " + value.firstAt() + " "
                        + value.firstCommit().substring(0, 12) + " to " + value.lastAt() + " "
                        + value.lastCommit().substring(0, 12) + " | " + value.consumer() + " | " + value.reason())
                .collect(Collectors.joining("\n"));
        return line() + "\n\n" + lines + "\n";
    }
}
