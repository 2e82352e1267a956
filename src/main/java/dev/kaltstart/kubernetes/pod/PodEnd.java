package dev.kaltstart.kubernetes.pod;

/**
 * How a pod ended.
 *
 * @param message its termination message, at most 4096 bytes: what the pod itself has written
 * @param exitCode as text; {@code unknown} when the status does not show one
 */
public record PodEnd(boolean succeeded, String message, String exitCode) {}
