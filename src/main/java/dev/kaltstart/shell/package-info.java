/** Runs programs and remembers what became of them. The only module that starts processes. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.kaltstart.shell;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
