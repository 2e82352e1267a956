/** What every volume of a cluster is worth, as far as its repository says: where it is declared, and what backs it up. */
@NullMarked
@NamedInterface("volumes")
package dev.kaltstart.cluster.volumes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
