/** The Git repository of a twin: real objects in a real bare repository, read and written without a process. */
@NullMarked
package dev.kaltstart.twin.origin;

import org.jspecify.annotations.NullMarked;
