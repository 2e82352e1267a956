@NullMarked
package dev.kaltstart.flux.object;

import org.jspecify.annotations.NullMarked;
