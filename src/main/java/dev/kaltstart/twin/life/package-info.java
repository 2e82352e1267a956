/** What becomes of a twin as time passes: the controllers of a cluster, in miniature. */
@NullMarked
package dev.kaltstart.twin.life;

import org.jspecify.annotations.NullMarked;
