package dev.kaltstart.kustomize;

/** Decides what a fault in a file of the repository does to the build. */
@FunctionalInterface
public interface FaultHandler {

    /** The first fault ends the build, as in kustomize. */
    FaultHandler STRICT = (file, failure) -> {
        throw failure;
    };

    /** Called for a file or directory that cannot be built; when it returns, the build goes on without it. */
    void fault(String file, BuildFailure failure);
}
