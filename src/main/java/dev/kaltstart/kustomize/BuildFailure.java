package dev.kaltstart.kustomize;

/** The manifests do not build; the message is the tool's. */
public class BuildFailure extends RuntimeException {

    public BuildFailure(String message) {
        super(message);
    }
}
