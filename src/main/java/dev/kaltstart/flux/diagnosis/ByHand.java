package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.LiveObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Collectors;

/** What was changed past Flux, with the fields and their managers. */
record ByHand(List<Difference> differences) {

    /** Each one is asked for by itself. */
    private static final int ASKED = 20;

    ByHand {
        differences = List.copyOf(differences);
    }

    String message(KubernetesClient client) {
        var live = new LiveObjects(client);
        return "the cluster differs from Git in what was never committed: "
                + differences.stream()
                        .limit(ASKED)
                        .map(difference -> message(difference, live))
                        .collect(Collectors.joining("; "))
                + (differences.size() > ASKED ? "; and " + (differences.size() - ASKED) + " more" : "");
    }

    private static String message(Difference difference, LiveObjects live) {
        String object = difference.object().label();
        if (difference.action() == Action.CREATE) {
            return object + " is missing"
                    + (difference.refused()
                            ? ", and the cluster refuses to create it: " + String.join(", ", difference.fields())
                            : "");
        }
        if (difference.action() == Action.DELETE) {
            return object + " is there, and not in Git";
        }
        if (difference.action() == Action.REFUSED) {
            return object + " is other than in Git, and the cluster refuses what Git has: "
                    + String.join(", ", difference.fields());
        }
        String values = difference.fields().isEmpty()
                ? ""
                : " (now, and in Git: " + String.join(", ", difference.fields()) + ")";
        if (difference.managers().isEmpty()) {
            return object + " is changed" + values;
        }
        String fields = live.find(difference.object())
                .map(found -> String.join(", ", OwnedFields.message(found, difference.managers())))
                .filter(message -> !message.isEmpty())
                .orElseGet(() -> String.join(", ", difference.managers()));
        return object + " is changed: " + fields + values;
    }

    static List<FluxId> owners(List<Difference> differences) {
        return differences.stream().map(Difference::owner).distinct().sorted().toList();
    }
}
