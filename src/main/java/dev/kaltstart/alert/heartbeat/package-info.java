/** The always-firing alert of a cluster's monitoring, which is missed when it no longer arrives. */
@NullMarked
@NamedInterface("heartbeat")
package dev.kaltstart.alert.heartbeat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
