package dev.kaltstart.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A Kustomization or HelmRelease, as its controller left it. */
record FluxObject(GenericKubernetesResource object) {

    String words() {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    boolean suspended() {
        return Boolean.TRUE.equals(object.get("spec", "suspend"));
    }

    /** The controller has seen the newest specification, is not stuck, and calls it ready. */
    boolean healthy() {
        return current()
                && !condition("Stalled").equals("True")
                && condition("Ready").equals("True");
    }

    private boolean current() {
        Number observed = object.get("status", "observedGeneration");
        Long generation = object.getMetadata().getGeneration();
        return generation == null || (observed != null && observed.longValue() == generation);
    }

    /** Why it is not healthy, as far as it says. */
    String trouble() {
        if (!current()) {
            return words() + " has not been looked at since it was changed";
        }
        String message = field("Ready", "message");
        return words() + ": "
                + (message.isEmpty() ? "not ready" : message.lines().findFirst().orElse(""));
    }

    String appliedRevision() {
        return Objects.toString(object.get("status", "lastAppliedRevision"), "");
    }

    Source source() {
        return new Source(
                Objects.toString(object.get("spec", "sourceRef", "kind"), ""),
                Objects.toString(
                        object.get("spec", "sourceRef", "namespace"),
                        object.getMetadata().getNamespace()),
                Objects.toString(object.get("spec", "sourceRef", "name"), ""));
    }

    private String condition(String type) {
        return field(type, "status");
    }

    private String field(String type, String field) {
        if (!(object.<Object>get("status", "conditions") instanceof List<?> conditions)) {
            return "";
        }
        return conditions.stream()
                .filter(Map.class::isInstance)
                .map(entry -> (Map<?, ?>) entry)
                .filter(entry -> type.equals(entry.get("type")))
                .map(entry -> Objects.toString(entry.get(field), ""))
                .findFirst()
                .orElse("");
    }

    /** What it is made from. */
    record Source(String kind, String namespace, String name) {}
}
