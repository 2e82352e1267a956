package dev.kaltstart.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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

    /** As people write it. */
    public String label() {
        return namespace + "/" + name;
    }

    /** The name of the Kustomization that applies the claim, as a rule the application's; null when unknown. */
    public @Nullable String app() {
        return owner == null ? null : owner.substring(owner.indexOf('/') + 1);
    }

    /** A line for people. */
    String message() {
        return label() + " " + trouble
                + (released == null ? "" : "; its former volume still exists, Released: " + released)
                + (owner == null ? "" : "; applied by the Kustomization " + owner);
    }
}
