/** Who allowed which destructive step, and that one approval allows one attempt. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "api"})
package dev.kaltstart.approval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
