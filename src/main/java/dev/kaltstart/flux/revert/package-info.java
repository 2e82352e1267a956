@NullMarked
package dev.kaltstart.flux.revert;

import org.jspecify.annotations.NullMarked;
