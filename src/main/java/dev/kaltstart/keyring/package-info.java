/** Hands secrets from the step that creates them to the step that needs them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "shell"})
package dev.kaltstart.keyring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
