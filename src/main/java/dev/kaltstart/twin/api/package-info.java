/** The Kubernetes API of a twin, over HTTP. */
@NullMarked
package dev.kaltstart.twin.api;

import org.jspecify.annotations.NullMarked;
