@NullMarked
@NamedInterface("object")
package dev.kaltstart.flux.object;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
