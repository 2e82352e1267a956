@NullMarked
package dev.kaltstart.flux.lease;

import org.jspecify.annotations.NullMarked;
