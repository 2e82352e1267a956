/** Snapshots of etcd, taken every day and kept outside of the cluster. */
@NullMarked
package dev.kaltstart.readiness.etcd;

import org.jspecify.annotations.NullMarked;
