@NullMarked
package dev.kaltstart.engine.model;

import org.jspecify.annotations.NullMarked;
