package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A Kustomization, a HelmRelease or a source of theirs, as its controller left it. */
public record FluxObject(GenericKubernetesResource object) {

    private static final String OWNER = "kustomize.toolkit.fluxcd.io/";

    public FluxId id() {
        var metadata = object.getMetadata();
        return new FluxId(object.getKind(), metadata.getNamespace(), metadata.getName());
    }

    public String label() {
        return id().label();
    }

    public boolean suspended() {
        return Boolean.TRUE.equals(object.get("spec", "suspend"));
    }

    boolean going() {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /** The controller has seen the newest specification, is not stuck, and calls it ready. */
    public boolean healthy() {
        return current()
                && !condition("Stalled").equals("True")
                && condition("Ready").equals("True");
    }

    /** It says itself that it went wrong. */
    public boolean failed() {
        return condition("Ready").equals("False");
    }

    private boolean current() {
        Number observed = object.get("status", "observedGeneration");
        Long generation = object.getMetadata().getGeneration();
        return generation == null || (observed != null && observed.longValue() == generation);
    }

    /**
     * Why it is not healthy, as far as it says. A generation that was not observed tells nothing as long as it fails:
     * only a success makes it observed (src: fluxcd/kustomize-controller, finalizeStatus).
     */
    public Cause cause() {
        return switch (condition("Ready")) {
            case "False" -> Cause.of(field("Ready", "reason"), field("Ready", "message"));
            case "True" -> current() ? Cause.UNKNOWN : Cause.UNSEEN;
            case "Unknown" -> Cause.IN_PROGRESS;
            default -> Cause.UNSEEN;
        };
    }

    /** The same in words, with the name of the object. */
    public String trouble() {
        if (cause() == Cause.UNSEEN) {
            return label() + " has not been looked at since it was changed";
        }
        String message = message();
        return label() + ": " + (message.isEmpty() ? "not ready" : message);
    }

    /** The first line of what it says about itself; may be blank. */
    public String message() {
        return field("Ready", "message").lines().findFirst().orElse("");
    }

    public String appliedRevision() {
        return text("status", "lastAppliedRevision");
    }

    public String attemptedRevision() {
        return text("status", "lastAttemptedRevision");
    }

    /** What a source has now; blank before it was ever fetched. */
    public String artifactRevision() {
        return text("status", "artifact", "revision");
    }

    /** Newest first. */
    public List<HistoryEntry> history() {
        return entries("status", "history").map(HistoryEntry::of).toList();
    }

    /** What it has made, without the entries that cannot be read. */
    public List<InventoryEntry> inventory() {
        return entries("status", "inventory", "entries")
                .flatMap(entry -> InventoryEntry.of(text(entry, "id"), text(entry, "v")).stream())
                .toList();
    }

    public List<FluxId> dependsOn() {
        return entries("spec", "dependsOn")
                .map(entry -> new FluxId(object.getKind(), namespace(entry), text(entry, "name")))
                .toList();
    }

    private String namespace(Map<?, ?> reference) {
        return reference.get("namespace") instanceof String named
                ? named
                : object.getMetadata().getNamespace();
    }

    /** The Kustomization that has made this object; empty for what a person or another tool has made. */
    public Optional<FluxId> parent() {
        Map<String, String> labels = object.getMetadata().getLabels();
        String name = labels == null ? null : labels.get(OWNER + "name");
        if (labels == null || name == null) {
            return Optional.empty();
        }
        var parent = FluxId.kustomization(labels.getOrDefault(OWNER + "namespace", ""), name);
        return parent.equals(id()) ? Optional.empty() : Optional.of(parent);
    }

    /** Where it expects the key for its secrets, as namespace/name; empty when it names none. */
    public Optional<String> decryptionSecret() {
        String name = text("spec", "decryption", "secretRef", "name");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(object.getMetadata().getNamespace() + "/" + name);
    }

    /** What it is made from; blank names when it does not say. */
    public FluxId source() {
        return new FluxId(
                text("spec", "sourceRef", "kind"),
                Objects.toString(
                        object.get("spec", "sourceRef", "namespace"),
                        object.getMetadata().getNamespace()),
                text("spec", "sourceRef", "name"));
    }

    private String text(Object... path) {
        return Objects.toString(object.get(path), "");
    }

    private static String text(Map<?, ?> entry, String field) {
        return Objects.toString(entry.get(field), "");
    }

    private String condition(String type) {
        return field(type, "status");
    }

    private String field(String type, String field) {
        return entries("status", "conditions")
                .filter(entry -> type.equals(entry.get("type")))
                .map(entry -> text(entry, field))
                .findFirst()
                .orElse("");
    }

    private Stream<? extends Map<?, ?>> entries(Object... path) {
        return object.<Object>get(path) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(entry -> (Map<?, ?>) entry)
                : Stream.empty();
    }
}
