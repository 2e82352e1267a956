/** One run of a scenario against one cluster: start, state, clock, timeline. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "cluster", "shell", "api"})
package dev.kaltstart.recovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
