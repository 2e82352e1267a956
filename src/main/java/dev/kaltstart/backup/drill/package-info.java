/** The yearly drill: a sentinel, a new backup, a copy beside the original, the proof, and nothing left behind. */
@NullMarked
package dev.kaltstart.backup.drill;

import org.jspecify.annotations.NullMarked;
