/** While data is restored, no application starts on an empty volume. */
@NullMarked
package dev.kaltstart.flux.hold;

import org.jspecify.annotations.NullMarked;
