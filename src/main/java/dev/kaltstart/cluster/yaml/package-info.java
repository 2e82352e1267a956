/** YAML 1.2 as data that remembers where it stood, so that every complaint can name file and line. */
@NullMarked
package dev.kaltstart.cluster.yaml;

import org.jspecify.annotations.NullMarked;
