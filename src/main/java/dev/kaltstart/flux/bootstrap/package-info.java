/** From an empty API server to a Flux that reconciles. */
@NullMarked
package dev.kaltstart.flux.bootstrap;

import org.jspecify.annotations.NullMarked;
