/** The command lines of a twin: what the real tools would have answered. */
@NullMarked
package dev.kaltstart.twin.tool;

import org.jspecify.annotations.NullMarked;
