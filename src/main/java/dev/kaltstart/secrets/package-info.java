/** What to do when secrets have leaked: which values are exposed, a new age key, and every value replaced. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "git", "keyring", "flux", "api"})
package dev.kaltstart.secrets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
