/** Runs programs and records their results. The only module that starts processes. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.kaltstart.shell;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
