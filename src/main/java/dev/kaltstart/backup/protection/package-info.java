/** What every volume of a live cluster is worth: the newest restore point that can be used. Only reads. */
@NullMarked
package dev.kaltstart.backup.protection;

import org.jspecify.annotations.NullMarked;
