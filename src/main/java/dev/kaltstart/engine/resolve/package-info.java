@NullMarked
package dev.kaltstart.engine.resolve;

import org.jspecify.annotations.NullMarked;
