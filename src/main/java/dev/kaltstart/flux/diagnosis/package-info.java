@NullMarked
package dev.kaltstart.flux.diagnosis;

import org.jspecify.annotations.NullMarked;
