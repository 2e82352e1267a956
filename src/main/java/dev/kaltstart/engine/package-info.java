/** Runs the models. The only module that knows Camunda. */
@NullMarked
@ApplicationModule(allowedDependencies = {"cluster", "shell", "api"})
package dev.kaltstart.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
