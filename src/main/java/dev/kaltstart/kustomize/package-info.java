/** Builds manifests as kustomize and Flux do, as far as the repository of a cluster needs it, and follows Kustomizations. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.kaltstart.kustomize;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
