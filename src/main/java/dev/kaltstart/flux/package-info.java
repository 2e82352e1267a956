/** Steps and checks against Flux. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "git", "api", "alert", "storage"})
package dev.kaltstart.flux;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
