/** When each cluster has to be drilled, was drilled, and who signed that off. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "notify", "shell", "api"})
package dev.kaltstart.drill;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
