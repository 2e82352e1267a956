@NullMarked
package dev.kaltstart.engine.task;

import org.jspecify.annotations.NullMarked;
