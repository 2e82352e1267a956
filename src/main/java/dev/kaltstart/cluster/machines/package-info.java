@NullMarked
package dev.kaltstart.cluster.machines;

import org.jspecify.annotations.NullMarked;
