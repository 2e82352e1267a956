/** Steps against the Kubernetes API. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "storage"})
package dev.kaltstart.kubernetes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
