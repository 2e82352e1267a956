/** Receives alerts and decides which recovery they start. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "api", "shell"})
package dev.kaltstart.alert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
