package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.git.PastFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Every value that a leak has opened, from what the history shows. Pure: looks at nothing else. */
final class BlastRadius {

    private final Inventory inventory;
    private final PastFiles past;
    private final PastSecrets secrets;
    private final UnaryOperator<String> redaction;

    BlastRadius(Inventory inventory, PastFiles past, PastSecrets secrets, UnaryOperator<String> redaction) {
        this.inventory = inventory;
        this.past = past;
        this.secrets = secrets;
        this.redaction = redaction;
    }

    /**
     * @param values in the order in which they are replaced
     * @param leftOut what could not be searched, a sentence each
     */
    record Found(List<ExposedValue> values, List<String> leftOut) {}

    Found of(Leak leak) {
        boolean velero = inventory.systems().stream().anyMatch(system -> system.system() == DataSystem.VELERO);
        var reasons = new ExposureReasons(leak, this::kind, velero);
        PastSecrets.Histories histories = secrets.histories(past, leak);
        Optional<Map<ValueHistory, String>> found = reasons.of(histories.all());
        if (found.isEmpty()) {
            histories = secrets.histories(past, reasons.leak());
            found = reasons.of(histories.all());
        }
        var credentials = new Credentials();
        var consumers = new Consumers(inventory);
        found.orElseThrow()
                .forEach((history, reason) ->
                        credentials.add(new Credentials.Part(value(history, reason, consumers.of(history)), history)));
        var leftOut = new ArrayList<>(past.leftOut());
        if (histories.isFull()) {
            leftOut.add("there are more values than Kaltstart lists: the oldest are missing");
        }
        return new Found(credentials.ordered(), leftOut);
    }

    private ExposedValue value(ValueHistory history, String reason, String consumer) {
        Span span = history.opened().isEmpty() ? history.all() : history.opened();
        ValueHistory.Place place = history.place();
        return new ExposedValue(
                SafeName.digest(history.file(), place.id()),
                "",
                redaction.apply(SafeName.shown(history.file())),
                redaction.apply(SafeName.shown(place.keyPath())),
                kind(history),
                redaction.apply(consumer),
                0,
                span.firstCommit().value(),
                span.firstAt(),
                span.lastCommit().value(),
                span.lastAt(),
                history.isAtHead(),
                redaction.apply(SafeName.shown(reason)),
                ExposedValue.Answer.NONE);
    }

    private ValueKind kind(ValueHistory history) {
        Path bundle = inventory.machineSecrets();
        if (history.file().contains("talsecret")
                || (bundle != null && history.file().equals(bundle.toString()))) {
            return ValueKind.TALOS;
        }
        ValueHistory.Place place = history.place();
        var names = new ArrayList<String>();
        names.add(place.key());
        if (place.keyPath().startsWith("1Password item ")) {
            names.add(place.keyPath().substring("1Password item ".length()));
        }
        names.add(place.named().name());
        names.add(history.file() + " " + place.key());
        return ValueKind.guess(names);
    }
}
