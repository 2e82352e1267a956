@NullMarked
package dev.kaltstart.engine.people;

import org.jspecify.annotations.NullMarked;
