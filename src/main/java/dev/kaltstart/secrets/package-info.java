/** Secrets that leaked: what they opened, and how each of them is replaced. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "git", "keyring", "api"})
package dev.kaltstart.secrets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
