@NullMarked
package dev.kaltstart.engine.camunda;

import org.jspecify.annotations.NullMarked;
