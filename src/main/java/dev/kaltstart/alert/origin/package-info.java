/** Finds the cluster and the node that an alert is about. */
@NullMarked
package dev.kaltstart.alert.origin;

import org.jspecify.annotations.NullMarked;
