/** Pods that run one constant script and end. */
@NullMarked
@NamedInterface("pod")
package dev.kaltstart.kubernetes.pod;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
