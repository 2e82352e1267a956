/** New certificate authorities of Talos and Kubernetes, where a leak could sign with the old ones or log in with them. */
@NullMarked
package dev.kaltstart.talos.ca;

import org.jspecify.annotations.NullMarked;
