package dev.kaltstart.flux.diff;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.InventoryEntry;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object as a tree has it.
 *
 * @param owner the Kustomization that it is made by
 * @param content with its variables filled in
 * @param doubt why it is not known what it would be like, though it would be there; null when it is known
 */
public record BuiltObject(
        FluxId owner, Map<String, Object> content, @Nullable String doubt) {

    static final String FLUX = "kustomize.toolkit.fluxcd.io/";

    String apiVersion() {
        return Objects.toString(content.get("apiVersion"), "");
    }

    String kind() {
        return Objects.toString(content.get("kind"), "");
    }

    String group() {
        return group(apiVersion());
    }

    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    String name() {
        return text("name");
    }

    /** Blank where the manifest does not say. */
    String namespace() {
        return text("namespace");
    }

    private String text(String field) {
        return content.get("metadata") instanceof Map<?, ?> metadata ? Objects.toString(metadata.get(field), "") : "";
    }

    InventoryEntry managed() {
        String version = apiVersion().substring(apiVersion().indexOf('/') + 1);
        return new InventoryEntry(namespace(), name(), group(), kind(), version);
    }

    boolean kustomization() {
        return kind().equals("Kustomization") && group().equals("kustomize.toolkit.fluxcd.io");
    }

    Map<?, ?> spec() {
        return content.get("spec") instanceof Map<?, ?> spec ? spec : Map.of();
    }

    /** What Flux is told about this one object. */
    public boolean told(String key, String value) {
        return told(content, key, value);
    }

    public static boolean told(Map<String, Object> object, String key, String value) {
        return object.get("metadata") instanceof Map<?, ?> metadata
                && (holds(metadata.get("annotations"), key, value) || holds(metadata.get("labels"), key, value));
    }

    private static boolean holds(@Nullable Object entries, String key, String value) {
        return entries instanceof Map<?, ?> map && value.equalsIgnoreCase(Objects.toString(map.get(FLUX + key), ""));
    }
}
