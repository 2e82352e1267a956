/** A lost cluster: what is left of it, its machines as a list, and the one bootstrap of its etcd. */
@NullMarked
package dev.kaltstart.talos.rebuild;

import org.jspecify.annotations.NullMarked;
