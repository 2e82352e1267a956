package dev.kaltstart.cluster;

import dev.kaltstart.shell.Shells;
import java.util.List;
import java.util.Map;

/** Makes twins. Implemented by the twin; everything else sees only handles. */
public interface Rehearsals {

    /**
     * Builds the twin of a cluster for one recovery and damages it as ordered. Does nothing when it was built before.
     *
     * @param scenario says what is wrong where the settings do not
     * @throws IllegalArgumentException for a fault that the twin does not know; the message lists those it does
     */
    void prepare(String recovery, String scenario, Clusters.Protected cluster, String subject, Settings settings);

    /**
     * The handle on that twin; it survives a restart of Kaltstart.
     *
     * @param step as in {@link Clusters#open}
     */
    Cluster open(String recovery, Clusters.Protected cluster, String step, Shells shells);

    /**
     * What of a twin another Kaltstart needs to go on with it, by name; empty when there is none. The copy of the
     * repository stays behind, for secrets may lie in it: the other one makes its own.
     */
    Map<String, byte[]> pack(String recovery);

    /**
     * Makes the twin again from what was packed, in the place of one that is there. What lies where in it is taken from
     * the inventory here, never from what was packed.
     */
    void unpack(String recovery, Clusters.Protected cluster, Map<String, byte[]> packed);

    /** Takes an unpacked twin away, as if it had never come. Does nothing when there is none. */
    void discard(String recovery);

    /** Lets the time of a twin pass again that was unpacked or closed. Does nothing when there is none. */
    void takeUp(String recovery);

    /** Gives the twin's resources back. Does nothing when there is none. */
    void close(String recovery);

    /**
     * How a rehearsal is to go.
     *
     * @param unattended human tasks are answered by the twin's person
     * @param speed how many times faster than the wall clock
     * @param faults what is wrong with the cluster, by the twin's names for it; empty: what the scenario is about
     * @param answers what the person answers where that differs from the example answers: task id to field to value
     */
    record Settings(boolean unattended, double speed, List<String> faults, Map<String, Map<String, Object>> answers) {
        public Settings {
            faults = List.copyOf(faults);
            answers = Map.copyOf(answers);
        }
    }
}
