/** The recoveries over HTTP. */
@NullMarked
package dev.kaltstart.recovery.web;

import org.jspecify.annotations.NullMarked;
