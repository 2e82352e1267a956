package dev.kaltstart.twin.kustomize;

/** The manifests do not build; the message is the tool's. */
public final class BuildFailure extends RuntimeException {

    public BuildFailure(String message) {
        super(message);
    }
}
