@NullMarked
package dev.kaltstart.cluster.inventory;

import org.jspecify.annotations.NullMarked;
