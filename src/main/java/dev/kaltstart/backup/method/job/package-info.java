/** Tools without an operator: Kaltstart runs them in a Job, with the image and the settings that make the backups. */
@NullMarked
package dev.kaltstart.backup.method.job;

import org.jspecify.annotations.NullMarked;
