package dev.kaltstart.flux.lease;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an object of Flux is told to stand still: each kind has a way of its own. */
public enum SuspendSwitch {
    /** {@code spec.suspend}, as Kustomizations, HelmReleases and sources have it. */
    SUSPEND {
        @Override
        @Nullable
        public String position(GenericKubernetesResource object) {
            return object.<Object>get("spec", "suspend") instanceof Boolean suspended ? suspended.toString() : null;
        }

        @Override
        boolean holds(@Nullable String position) {
            return "true".equals(position);
        }

        @Override
        Map<String, Object> pull() {
            return Map.of("spec", Map.of("suspend", true));
        }

        @Override
        Map<String, Object> putBack(@Nullable String before) {
            return Map.of("spec", Collections.singletonMap("suspend", before == null ? null : Boolean.valueOf(before)));
        }
    },
    /** An annotation, as the flux-operator has it (src: flux-operator:docs/api/v1/fluxinstance.md). */
    RECONCILE {
        private static final String KEY = "fluxcd.controlplane.io/reconcile";

        @Override
        @Nullable
        public String position(GenericKubernetesResource object) {
            Map<String, String> annotations = object.getMetadata().getAnnotations();
            return annotations == null ? null : annotations.get(KEY);
        }

        @Override
        boolean holds(@Nullable String position) {
            return "disabled".equals(position);
        }

        @Override
        Map<String, Object> pull() {
            return annotation("disabled");
        }

        @Override
        Map<String, Object> putBack(@Nullable String before) {
            return annotation(before);
        }

        private static Map<String, Object> annotation(@Nullable String value) {
            return Map.of("metadata", Map.of("annotations", Collections.singletonMap(KEY, value)));
        }
    };

    public static SuspendSwitch of(String kind) {
        return kind.startsWith("Flux") || kind.startsWith("ResourceSet") ? RECONCILE : SUSPEND;
    }

    /** How the switch stands; null when there is none. */
    public abstract @Nullable String position(GenericKubernetesResource object);

    abstract boolean holds(@Nullable String position);

    public boolean on(GenericKubernetesResource object) {
        return holds(position(object));
    }

    /** As a merge patch. */
    abstract Map<String, Object> pull();

    /** As a merge patch: to where the switch stood before, and away when there was none. */
    abstract Map<String, Object> putBack(@Nullable String before);

    /** One patch out of two; null stands for what is to be taken away. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> both(Map<String, Object> one, Map<String, Object> other) {
        var both = new HashMap<>(one);
        // not merge: it takes null for nothing, and here it says that something has to go
        other.forEach((key, value) -> both.put(
                key,
                both.get(key) instanceof Map<?, ?> mine && value instanceof Map<?, ?> theirs
                        ? both((Map<String, Object>) mine, (Map<String, Object>) theirs)
                        : value));
        return both;
    }
}
