package dev.kaltstart.cluster;

import java.util.List;
import java.util.Optional;

/** The clusters of this Kaltstart. */
public interface Clusters {

    List<Protected> all();

    Optional<Protected> find(String name);

    /** Instead of a step: a handle for looking, whose commands are not remembered and show the world as it is now. */
    String LOOKING = "";

    /**
     * A handle for one step of one recovery.
     *
     * @param step names one attempt of one step, the same after a crash; its commands are remembered. Or
     *     {@link #LOOKING}
     */
    Cluster open(String name, Mode mode, String recovery, String step);

    /**
     * A cluster under protection.
     *
     * @param twinOnly there is no such cluster: it exists to rehearse on, and refuses every other mode
     * @param critical namespaces or applications with the short RTO
     * @param inventory read anew when the repository has changed
     */
    record Protected(String name, boolean twinOnly, List<String> critical, Inventory inventory) {}
}
