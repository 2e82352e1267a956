/** Restore points of volumes, restores, and the proof that the data is back. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "storage", "api"})
package dev.kaltstart.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
