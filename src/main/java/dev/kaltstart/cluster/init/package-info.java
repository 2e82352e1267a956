@NullMarked
package dev.kaltstart.cluster.init;

import org.jspecify.annotations.NullMarked;
