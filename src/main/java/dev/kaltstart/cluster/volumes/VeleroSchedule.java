package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule of Velero (src: vmware-tanzu/velero:pkg/apis/velero/v1/{schedule,backup}_types.go).
 *
 * @param template of its backups
 */
record VeleroSchedule(String id, String cron, boolean paused, JsonNode template, String file) {

    boolean covers(String namespace) {
        var included = list("includedNamespaces");
        return (included.isEmpty() || matches(included, namespace)) && !matches(list("excludedNamespaces"), namespace);
    }

    private static boolean matches(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.equals("*") || glob(pattern, text));
    }

    private static boolean glob(String pattern, String text) {
        var star = pattern.indexOf('*');
        return star < 0
                ? pattern.equals(text)
                : text.length() >= pattern.length() - 1
                        && text.startsWith(pattern.substring(0, star))
                        && text.endsWith(pattern.substring(star + 1));
    }

    /** @param kinds the same resource by all its names */
    boolean includes(List<String> kinds) {
        var included = list("includedResources");
        var scoped = list("includedNamespaceScopedResources");
        return (included.isEmpty()
                        || included.contains("*")
                        || included.stream().anyMatch(kinds::contains))
                && (scoped.isEmpty() || scoped.contains("*") || scoped.stream().anyMatch(kinds::contains))
                && list("excludedResources").stream().noneMatch(kinds::contains)
                && list("excludedNamespaceScopedResources").stream().noneMatch(kinds::contains);
    }

    /** Whether it takes objects with these labels; empty when that is not known. */
    Optional<Boolean> takes(Map<String, String> labels) {
        var any = at(template, "orLabelSelectors");
        if (any.isArray() && !any.isEmpty()) {
            var answers = PodSpecs.stream(any)
                    .limit(50)
                    .map(selector -> LabelMatch.of(selector, labels))
                    .toList();
            return answers.contains(Optional.of(true))
                    ? Optional.of(true)
                    : answers.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(false);
        }
        return at(template, "labelSelector").isObject()
                ? LabelMatch.of(at(template, "labelSelector"), labels)
                : Optional.of(true);
    }

    /** Which volumes it takes is decided in a ConfigMap. */
    boolean hasPolicy() {
        return at(template, "resourcePolicy").isObject();
    }

    /** Blank for the default one. */
    String location() {
        return ManifestText.name(template, "storageLocation");
    }

    boolean setting(String field, boolean otherwise) {
        return text(template, field).isEmpty()
                ? otherwise
                : text(template, field).equals("true");
    }

    private List<String> list(String field) {
        return ManifestText.list(at(template, field));
    }
}
