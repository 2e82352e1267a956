/** What backs up the data of a cluster, and how it comes back. */
@NullMarked
@ApplicationModule(allowedDependencies = {"cluster", "cluster :: volumes", "shell", "api"})
package dev.kaltstart.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
