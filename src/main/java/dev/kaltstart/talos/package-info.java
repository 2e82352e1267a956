/** Steps against Talos nodes, and the human tasks around their hardware. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"engine", "recovery", "cluster", "shell", "kubernetes", "storage", "keyring", "git"})
package dev.kaltstart.talos;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
