/** Which values a leaked identity could ever read. Names of files and keys, never a value. */
@NullMarked
package dev.kaltstart.secrets.exposure;

import org.jspecify.annotations.NullMarked;
