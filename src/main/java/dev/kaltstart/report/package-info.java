/** The report of a recovery and its entry in the changelog of the cluster. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "git", "approval", "shell"})
package dev.kaltstart.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
