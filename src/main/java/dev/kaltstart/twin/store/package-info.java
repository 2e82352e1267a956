/** The objects of a simulated Kubernetes API, and the file a twin is kept in. */
@NullMarked
package dev.kaltstart.twin.store;

import org.jspecify.annotations.NullMarked;
