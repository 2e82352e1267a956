/** The record of the nodes that live clusters have shown. */
@NullMarked
package dev.kaltstart.cluster.seen;

import org.jspecify.annotations.NullMarked;
