package dev.kaltstart.cluster;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A snapshot of the etcd of a cluster, kept on this machine.
 *
 * @param path of the file, readable by Kaltstart alone: it holds every Secret of the cluster
 * @param size in bytes
 * @param sha256 of the whole file when it was taken, in hexadecimal digits
 * @param stillIntact the file is the one that was taken, and ends with the checksum of its content; read just now
 */
public record EtcdSnapshot(Path path, Instant takenAt, long size, String sha256, boolean stillIntact) {}
