@NullMarked
package dev.kaltstart.backup.proof;

import org.jspecify.annotations.NullMarked;
