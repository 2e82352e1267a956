/** Who did what, when and from where, in a chain that shows when it was tampered with. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "approval", "shell", "api"})
package dev.kaltstart.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
