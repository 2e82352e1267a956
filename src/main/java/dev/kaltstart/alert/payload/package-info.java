/** Reads the bodies of the senders of alerts. */
@NullMarked
package dev.kaltstart.alert.payload;

import org.jspecify.annotations.NullMarked;
