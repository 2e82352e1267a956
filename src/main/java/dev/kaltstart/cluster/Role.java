package dev.kaltstart.cluster;

/** The role of a node in its cluster. */
public enum Role {
    CONTROL_PLANE,
    WORKER
}
