/** The common parts of the REST API: problem documents, strict request bodies, the API description. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.kaltstart.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
