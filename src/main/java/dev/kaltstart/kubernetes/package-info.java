/** Steps against the Kubernetes API. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "talos"})
package dev.kaltstart.kubernetes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
