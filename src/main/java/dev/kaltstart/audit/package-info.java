/** Who did what, when and from where, in a tamper-evident chain. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "engine :: people", "recovery", "approval", "shell", "api"})
package dev.kaltstart.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
