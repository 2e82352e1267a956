/** The cluster as it was before the disaster, made from an inventory. */
@NullMarked
package dev.kaltstart.twin.seed;

import org.jspecify.annotations.NullMarked;
