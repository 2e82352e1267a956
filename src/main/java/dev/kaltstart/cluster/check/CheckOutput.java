package dev.kaltstart.cluster.check;

/** Where check says what it found. */
interface CheckOutput {

    /** Something about the whole run, for a person. */
    void note(String message);

    void print(CheckedCluster cluster);

    /** Nothing follows. */
    default void end() {}
}
