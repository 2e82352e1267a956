package dev.kaltstart.cluster;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The restore methods that kaltstart.yaml asks for.
 *
 * @param methods word of the method, by namespace or application
 */
public record RestoreChoice(Map<String, String> methods) {

    /** Nothing is restored by Kaltstart. */
    public static final String NONE = "none";

    public RestoreChoice {
        methods = Map.copyOf(methods);
    }

    /**
     * @param app the name of the Kustomization that applies the claim; it goes before the namespace
     * @return empty when the method is to be found out
     */
    public Optional<String> of(String namespace, @Nullable String app) {
        return Optional.ofNullable(app).map(methods::get).or(() -> Optional.ofNullable(methods.get(namespace)));
    }

    /** The choice of each configured cluster. */
    public interface ByCluster {

        /** @throws java.util.NoSuchElementException when there is no such cluster */
        RestoreChoice restoreChoice(String cluster);
    }
}
