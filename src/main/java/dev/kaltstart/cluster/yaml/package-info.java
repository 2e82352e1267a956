/** YAML 1.2 as data that keeps its positions, so that every problem can name file and line. */
@NullMarked
package dev.kaltstart.cluster.yaml;

import org.jspecify.annotations.NullMarked;
