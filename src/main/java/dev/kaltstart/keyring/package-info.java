/** Keeps a secret from the step that makes it to the step that needs it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "shell"})
package dev.kaltstart.keyring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
