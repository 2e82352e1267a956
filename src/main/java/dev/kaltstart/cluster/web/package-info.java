/** The clusters over HTTP. */
@NullMarked
package dev.kaltstart.cluster.web;

import org.jspecify.annotations.NullMarked;
