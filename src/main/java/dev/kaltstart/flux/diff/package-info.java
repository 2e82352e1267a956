@NullMarked
package dev.kaltstart.flux.diff;

import org.jspecify.annotations.NullMarked;
