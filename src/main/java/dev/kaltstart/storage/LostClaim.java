package dev.kaltstart.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A claim without its data.
 *
 * @param trouble what became of it, the end of a sentence about the claim
 * @param former the volume that the claim had; null when that is not known
 * @param released a volume that still exists and may have the data; null when none is left
 * @param unusable the claim is still bound to the former volume, which cannot be read or written any more
 * @param owner the Kustomization that applies the claim, as namespace/name; null when unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LostClaim(
        String namespace,
        String name,
        String trouble,
        @Nullable String former,
        @Nullable String released,
        @Nullable String owner,
        boolean unusable) {

    private static final String FLUX = "kustomize.toolkit.fluxcd.io/";
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    /**
     * Kubernetes would have taken these names. A name from a repository may be anything, and would become part of the
     * commands that a person copies.
     */
    public boolean hasUsableNames() {
        return NAMESPACE.matcher(namespace).matches()
                && NAME.matcher(name).matches()
                && isName(former)
                && isName(released)
                && isOwner();
    }

    private static boolean isName(@Nullable String text) {
        return text == null || NAME.matcher(text).matches();
    }

    private boolean isOwner() {
        if (owner == null) {
            return true;
        }
        int slash = owner.indexOf('/');
        return slash > 0
                && NAMESPACE.matcher(owner.substring(0, slash)).matches()
                && NAME.matcher(owner.substring(slash + 1)).matches();
    }

    /** The Kustomization that applies a claim, by what Flux writes on all that it applies. */
    public static @Nullable String ownerOf(@Nullable PersistentVolumeClaim claim) {
        Map<String, String> labels = claim == null || claim.getMetadata().getLabels() == null
                ? Map.of()
                : claim.getMetadata().getLabels();
        String name = labels.get(FLUX + "name");
        return name == null ? null : labels.getOrDefault(FLUX + "namespace", "flux-system") + "/" + name;
    }

    /** As people write it. */
    public String label() {
        return namespace + "/" + name;
    }

    /** The name of the Kustomization that applies the claim, as a rule the application's; null when unknown. */
    public @Nullable String app() {
        return owner == null ? null : owner.substring(owner.indexOf('/') + 1);
    }

    /** A line for people. */
    public String message() {
        return label() + " " + trouble
                + (released == null ? "" : "; its former volume still exists, Released: " + released)
                + (owner == null ? "" : "; applied by the Kustomization " + owner);
    }
}
