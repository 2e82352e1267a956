@NullMarked
package dev.kaltstart.backup.method;

import org.jspecify.annotations.NullMarked;
