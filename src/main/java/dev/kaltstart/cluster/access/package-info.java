@NullMarked
package dev.kaltstart.cluster.access;

import org.jspecify.annotations.NullMarked;
