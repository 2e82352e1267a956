@NullMarked
package dev.kaltstart.cluster.check;

import org.jspecify.annotations.NullMarked;
