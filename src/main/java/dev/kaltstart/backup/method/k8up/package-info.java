@NullMarked
package dev.kaltstart.backup.method.k8up;

import org.jspecify.annotations.NullMarked;
