/** What all of the REST API has in common: problem documents, strict bodies, its description. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.kaltstart.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
