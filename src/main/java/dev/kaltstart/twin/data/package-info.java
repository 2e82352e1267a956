/** The data on the volumes of a twin, and what saves and restores it. */
@NullMarked
package dev.kaltstart.twin.data;

import org.jspecify.annotations.NullMarked;
