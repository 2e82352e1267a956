package dev.kaltstart.flux;

/** Which object of Flux is meant. */
public record FluxId(String kind, String namespace, String name) implements Comparable<FluxId> {

    static FluxId kustomization(String namespace, String name) {
        return new FluxId("Kustomization", namespace, name);
    }

    /** As people write it. */
    public String words() {
        return kind + " " + namespace + "/" + name;
    }

    @Override
    public int compareTo(FluxId other) {
        return words().compareTo(other.words());
    }
}
