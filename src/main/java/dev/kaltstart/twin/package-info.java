/** The simulated cluster that a rehearsal runs against, and its simulated operator. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "cluster", "shell", "kustomize"})
package dev.kaltstart.twin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
