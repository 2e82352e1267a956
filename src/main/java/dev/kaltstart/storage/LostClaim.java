package dev.kaltstart.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A claim without its data.
 *
 * @param trouble what became of it, the end of a sentence about the claim
 * @param former the volume that the claim had; null when that is not known
 * @param released a volume that still exists and may have the data; null when none is left
 * @param owner the Kustomization that applies the claim, as namespace/name; null when unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LostClaim(
        String namespace,
        String name,
        String trouble,
        @Nullable String former,
        @Nullable String released,
        @Nullable String owner) {

    /** As people write it. */
    public String label() {
        return namespace + "/" + name;
    }

    /** A line for people. */
    String message() {
        return label() + " " + trouble
                + (released == null ? "" : "; its former volume still exists, Released: " + released)
                + (owner == null ? "" : "; applied by the Kustomization " + owner);
    }
}
