/** The state of a twin: machines, etcd, objects, and their clock. */
@NullMarked
package dev.kaltstart.twin.world;

import org.jspecify.annotations.NullMarked;
