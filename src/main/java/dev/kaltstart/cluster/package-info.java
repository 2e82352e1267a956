/** The protected clusters: configuration, the inventory read from their repositories, and the handles that steps use. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shell", "api", "kustomize"})
package dev.kaltstart.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
