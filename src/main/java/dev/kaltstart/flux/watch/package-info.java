@NullMarked
package dev.kaltstart.flux.watch;

import org.jspecify.annotations.NullMarked;
