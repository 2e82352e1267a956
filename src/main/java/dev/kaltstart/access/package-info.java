/** Who may do what: people, scripts and the senders of alerts. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "engine :: people", "cluster", "api", "shell", "audit"})
package dev.kaltstart.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
