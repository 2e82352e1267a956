/** Commits to the repository of a cluster. */
@NullMarked
@ApplicationModule(allowedDependencies = {"cluster", "shell"})
package dev.kaltstart.git;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
