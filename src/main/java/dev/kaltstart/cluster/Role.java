package dev.kaltstart.cluster;

/** What a node is to its cluster. */
public enum Role {
    CONTROL_PLANE,
    WORKER
}
