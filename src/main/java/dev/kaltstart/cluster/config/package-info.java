@NullMarked
package dev.kaltstart.cluster.config;

import org.jspecify.annotations.NullMarked;
