/** Looks at the nodes of the real clusters while they answer. */
@NullMarked
package dev.kaltstart.talos.watch;

import org.jspecify.annotations.NullMarked;
