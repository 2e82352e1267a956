/** The controllers of a twin: those of a cluster, in miniature. */
@NullMarked
package dev.kaltstart.twin.life;

import org.jspecify.annotations.NullMarked;
