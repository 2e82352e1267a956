package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.alert.origin.AlertTargets;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertRefusal;
import dev.kaltstart.alert.payload.FluxEvent;
import dev.kaltstart.alert.payload.Source;
import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.cluster.CriticalObjects;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns a Flux event into alerts: the problem that it reports, or the problems that it ends. Most events are neither,
 * because Flux reports all its work.
 */
@Component
class FluxEvents {

    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Flux stops retrying after some minutes; an older event was held back, or a clock is wrong. */
    private static final Duration OLDEST = Duration.ofHours(1);

    private static final int LONGEST = 300;
    private static final String CLUSTER = "cluster";

    /** {@code Namespace/media deleted} (src: fluxcd/pkg:ssa/changeset.go). */
    private static final Predicate<String> DELETED =
            Pattern.compile("\\S+/\\S+ deleted").asMatchPredicate();

    private final Inbox inbox;
    private final AlertTargets targets;
    private final PruneProperties properties;
    private final Redaction redaction;
    private final Clock clock;

    FluxEvents(Inbox inbox, AlertTargets targets, PruneProperties properties, Redaction redaction, Clock clock) {
        this.inbox = inbox;
        this.targets = targets;
        this.properties = properties;
        this.redaction = redaction;
        this.clock = clock;
    }

    /**
     * @param named the cluster in the request's address
     * @return empty when the event is irrelevant
     * @throws AlertRefusal.Refused with the reason
     */
    List<Alert> alerts(FluxEvent event, @Nullable String named) {
        refuseImpossibleTime(event.at());
        Map<String, String> labels = labels(event, cluster(event, named));
        if (event.severity() == FluxEvent.Severity.ERROR) {
            return List.of(
                    firing(event, labels, notReady(event.kind()), "error", event.reason() + ": " + first(event)));
        }
        // a Kustomization that goes tells with its last reason, a success, what it deletes
        Optional<Alert> pruned = pruned(event, labels);
        return event.success()
                ? Stream.concat(ended(event, labels).stream(), pruned.stream()).toList()
                : pruned.stream().toList();
    }

    private Optional<Alert> pruned(FluxEvent event, Map<String, String> labels) {
        List<String> deleted = deleted(event);
        if (deleted.isEmpty()) {
            return Optional.empty();
        }
        var object = new Alert(Source.FLUX, "", event.at(), false, labels);
        var critical = new CriticalObjects(targets.find(object).cluster().critical());
        List<String> alone =
                deleted.stream().filter(line -> critical(critical, line)).toList();
        return deleted.size() <= properties.pruned() && alone.isEmpty()
                ? Optional.empty()
                : Optional.of(firing(
                        event,
                        new TreeMap<>(labels),
                        "FluxPruned",
                        "warning",
                        "deleted "
                                + PrunedCount.label(Stream.concat(alone.stream(), deleted.stream())
                                        .distinct()
                                        .toList())));
    }

    /** @param object {@code PersistentVolumeClaim/office/data}, or without the namespace */
    private static boolean critical(CriticalObjects critical, String object) {
        String[] parts = object.split("/", 3);
        return critical.has(parts[0], parts.length == 3 ? parts[1] : "", parts[parts.length - 1]);
    }

    private Alert firing(FluxEvent event, Map<String, String> labels, String name, String severity, String says) {
        labels.put("alertname", name);
        labels.put("severity", severity);
        labels.put(InboxEntry.SAYS, event.object() + ": " + visible(says));
        return new Alert(Source.FLUX, "", event.at(), true, labels);
    }

    /** All earlier problems of the object, whatever their reasons. */
    private List<Alert> ended(FluxEvent event, Map<String, String> labels) {
        AlertTarget target = targets.find(new Alert(Source.FLUX, "", event.at(), false, labels));
        return inbox.open(Source.FLUX, target.cluster().name()).stream()
                .filter(entry -> entry.object().equals(event.object()))
                .filter(entry -> !entry.alertname().equals("FluxPruned"))
                .filter(entry -> !entry.startsAt().isAfter(event.at()))
                .map(entry -> new Alert(Source.FLUX, entry.fingerprint(), entry.startsAt(), false, labels))
                .toList();
    }

    private void refuseImpossibleTime(Instant at) {
        if (at.isAfter(clock.instant().plus(SKEW))) {
            throw AlertRefusal.EVENT_IN_THE_FUTURE.refused();
        }
        if (at.isBefore(clock.instant().minus(OLDEST))) {
            throw AlertRefusal.EVENT_TOO_OLD.refused();
        }
    }

    /** The address is not signed and the metadata is: where both name a cluster, they must agree. */
    private static @Nullable String cluster(FluxEvent event, @Nullable String named) {
        String signed = event.metadata().get(CLUSTER);
        if (signed != null && named != null && !signed.equals(named)) {
            throw AlertRefusal.TWO_CLUSTERS.refused();
        }
        return signed == null ? named : signed;
    }

    private Map<String, String> labels(FluxEvent event, @Nullable String cluster) {
        var labels = new TreeMap<String, String>();
        if (cluster != null) {
            labels.put(CLUSTER, cluster);
        }
        labels.put(InboxEntry.OBJECT, event.object());
        labels.put(InboxEntry.REASON, event.reason());
        revision(event).ifPresent(revision -> labels.put("revision", visible(revision)));
        return labels;
    }

    /** Older versions of Flux omit the object's API group before the key. */
    private static Optional<String> revision(FluxEvent event) {
        return event.metadata().entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals("revision") || entry.getKey().endsWith(".fluxcd.io/revision"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String notReady(String kind) {
        return (kind.startsWith("Flux") ? "" : "Flux") + kind + "NotReady";
    }

    private static List<String> deleted(FluxEvent event) {
        return lines(event)
                .filter(DELETED)
                .map(line -> line.substring(0, line.length() - " deleted".length()))
                .toList();
    }

    private static String first(FluxEvent event) {
        return lines(event).findFirst().orElse("");
    }

    private static Stream<String> lines(FluxEvent event) {
        return event.message().lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    private String visible(String text) {
        return ControlCharacters.text(redaction.clean(text), LONGEST);
    }
}
