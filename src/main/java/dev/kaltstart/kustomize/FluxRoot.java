package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A Kustomization that no other one makes: everything else hangs on it.
 *
 * @param kustomization that Flux applies
 * @param declared whether it is a manifest of the repository; otherwise whoever installs Flux makes it
 * @param file that it was found in, with the line where known
 * @param top directory that the source publishes; empty for the whole repository
 */
public record FluxRoot(ObjectNode kustomization, boolean declared, String file, String top) {

    /** The directory in the repository, without a slash at either end. */
    public String path() {
        try {
            var path = Overlay.normal("", pathOf(kustomization));
            return top.isEmpty() ? path : Overlay.join(top, path);
        } catch (BuildFailure failure) {
            // a path out of the repository is none in it
            return "";
        }
    }

    /** The tree that its paths are in. */
    FileTree tree(FileTree whole) {
        return top.isEmpty() ? whole : new SubTree(whole, top);
    }

    static String pathOf(ObjectNode kustomization) {
        return ManifestFields.text(kustomization, "spec", "path").replaceFirst("^(\\./)+|^/+", "");
    }
}
