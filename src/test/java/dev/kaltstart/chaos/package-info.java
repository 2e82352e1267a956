/** Kills Kaltstart at any moment and counts what became of the world outside. */
@NullMarked
package dev.kaltstart.chaos;

import org.jspecify.annotations.NullMarked;
