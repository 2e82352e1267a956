package dev.kaltstart.flux.object;

import org.springframework.modulith.NamedInterface;

/** Which object of Flux is meant. */
@NamedInterface("status")
public record FluxId(String kind, String namespace, String name) implements Comparable<FluxId> {

    public static FluxId kustomization(String namespace, String name) {
        return new FluxId("Kustomization", namespace, name);
    }

    /** As people write it. */
    public String label() {
        return kind + " " + namespace + "/" + name;
    }

    @Override
    public int compareTo(FluxId other) {
        return label().compareTo(other.label());
    }
}
