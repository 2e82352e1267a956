package dev.kaltstart.secrets.value;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.secrets.exposure.ExposedValues;
import dev.kaltstart.secrets.exposure.ValueKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The values that are replaced together: the subject of one round.
 *
 * @param parts at least one
 */
record Credential(String name, List<ExposedValue> parts) {

    Credential {
        parts = List.copyOf(parts);
    }

    /** Empty when nothing that is exposed belongs to the subject of this round. */
    static Optional<Credential> find(Run run, ExposedValues rows) {
        return run.subject() instanceof Subject.OfSecret secret
                ? Optional.of(rows.of(run.recovery(), secret.secret()))
                        .filter(parts -> !parts.isEmpty())
                        .map(parts -> new Credential(secret.secret(), parts))
                : Optional.empty();
    }

    /** From Kaltstart's own rows: no variable says which values this round is about. */
    static Credential of(Run run, ExposedValues rows) {
        if (!(run.subject() instanceof Subject.OfSecret secret)) {
            throw new Failure.Fatal(
                    "NO_CREDENTIAL", "this round is about " + run.subject().text() + ", not a secret");
        }
        List<ExposedValue> parts = rows.of(run.recovery(), secret.secret());
        if (parts.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "NO_CREDENTIAL",
                    "no exposed value belongs to " + secret.secret()
                            + ": have the exposure computed again, then retry");
        }
        return new Credential(secret.secret(), parts);
    }

    /** What counts for all of it: the most dangerous part. */
    ValueKind kind() {
        return parts.stream()
                .map(ExposedValue::kind)
                .min(Comparator.naturalOrder())
                .orElse(ValueKind.UNKNOWN);
    }

    boolean atHead() {
        return parts.stream().anyMatch(ExposedValue::atHead);
    }

    /** Files that still have it. */
    List<String> files() {
        return parts.stream()
                .filter(ExposedValue::atHead)
                .map(ExposedValue::file)
                .distinct()
                .toList();
    }

    List<ExposedValue> inFile(String file) {
        return parts.stream().filter(part -> part.file().equals(file)).toList();
    }

    String consumers() {
        return parts.stream()
                .map(ExposedValue::consumer)
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** Whether it lies in a store, and the repository only names it. */
    boolean inStore() {
        return parts.stream().allMatch(part -> part.keyPath().startsWith("1Password item "));
    }
}
