/**
 * A new age key in place of a leaked one: both keys open everything first, then only the new one does. Flux can decrypt at every
 * moment.
 */
@NullMarked
package dev.kaltstart.secrets.rotation;

import org.jspecify.annotations.NullMarked;
