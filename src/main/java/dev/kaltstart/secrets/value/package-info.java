/** Replaces leaked values one by one, and proves that the old ones are dead. */
@NullMarked
package dev.kaltstart.secrets.value;

import org.jspecify.annotations.NullMarked;
