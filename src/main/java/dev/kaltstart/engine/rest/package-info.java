@NullMarked
package dev.kaltstart.engine.rest;

import org.jspecify.annotations.NullMarked;
