/** The clusters under protection: configuration, the inventory read from their repositories, and the handle a run works on. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shell", "api"})
package dev.kaltstart.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
