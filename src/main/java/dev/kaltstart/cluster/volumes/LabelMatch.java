package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Whether a selector of Kubernetes takes an object with some labels. */
final class LabelMatch {

    private LabelMatch() {}

    /** Empty when it asks for more than equal labels: then it is not known. */
    static Optional<Boolean> of(JsonNode selector, Map<String, String> labels) {
        if (!at(selector, "matchExpressions").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ManifestText.map(at(selector, "matchLabels")).entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey()))));
    }
}
