/** The items of the go-bag, one class each. */
@NullMarked
package dev.kaltstart.readiness.item;

import org.jspecify.annotations.NullMarked;
