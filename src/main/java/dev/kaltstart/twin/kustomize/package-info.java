/** Builds manifests as kustomize and Flux do, as far as the repository of a cluster needs it. */
@NullMarked
package dev.kaltstart.twin.kustomize;

import org.jspecify.annotations.NullMarked;
