/** What there is in a twin: machines, etcd, objects, and the time that passes for them. */
@NullMarked
package dev.kaltstart.twin.world;

import org.jspecify.annotations.NullMarked;
