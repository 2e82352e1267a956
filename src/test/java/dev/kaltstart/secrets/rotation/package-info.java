@NullMarked
package dev.kaltstart.secrets.rotation;

import org.jspecify.annotations.NullMarked;
