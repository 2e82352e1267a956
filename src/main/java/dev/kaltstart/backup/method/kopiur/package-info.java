/** Restores and copies by kopiur. */
@NullMarked
package dev.kaltstart.backup.method.kopiur;

import org.jspecify.annotations.NullMarked;
