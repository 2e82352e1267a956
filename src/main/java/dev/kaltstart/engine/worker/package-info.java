@NullMarked
package dev.kaltstart.engine.worker;

import org.jspecify.annotations.NullMarked;
