/** Steps and checks against the storage layer. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell"})
package dev.kaltstart.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
