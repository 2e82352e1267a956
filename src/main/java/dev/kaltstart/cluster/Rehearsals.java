package dev.kaltstart.cluster;

import dev.kaltstart.shell.Shells;
import java.util.List;
import java.util.Map;

/** Builds twins. Implemented by the twin; everything else sees only handles. */
public interface Rehearsals {

    /**
     * Builds the twin of a cluster for one recovery and injects the faults. Does nothing when the twin exists.
     *
     * @param fault what is wrong with the twin's repository where the settings name nothing that is; blank for nothing
     * @throws IllegalArgumentException for a fault unknown to the twin; the message lists the known ones
     */
    void prepare(String recovery, String fault, Clusters.Protected cluster, String subject, Settings settings);

    /** What the twin of a recovery does not play as the real cluster would, one sentence each. */
    default List<String> limits(String recovery) {
        return List.of();
    }

    /**
     * The handle on that twin; survives a restart of Kaltstart.
     *
     * @param step as in {@link Clusters#open}
     */
    Cluster open(String recovery, Clusters.Protected cluster, String step, Shells shells);

    /**
     * The parts of a twin that another Kaltstart needs to continue with it, by name; empty when there is none. The copy
     * of the repository is left out, because it may contain secrets: the importing Kaltstart makes its own.
     */
    Map<String, byte[]> pack(String recovery);

    /**
     * Recreates the twin from packed parts, replacing an existing one. Paths come from the inventory here, never from the
     * packed parts.
     */
    void unpack(String recovery, Clusters.Protected cluster, Map<String, byte[]> packed);

    /** Removes an unpacked twin. Does nothing when there is none. */
    void discard(String recovery);

    /** Resumes the clock of a twin that was unpacked or closed. Does nothing when there is none. */
    void takeUp(String recovery);

    /** Releases the twin's resources. Does nothing when there is none. */
    void close(String recovery);

    /**
     * How a rehearsal runs.
     *
     * @param unattended the simulated operator answers the human tasks
     * @param speed factor over the wall clock
     * @param faults the injected faults, by the twin's names; empty for the scenario's own
     * @param answers answers that differ from the example answers: task id to field to value
     */
    record Settings(boolean unattended, double speed, List<String> faults, Map<String, Map<String, Object>> answers) {
        public Settings {
            faults = List.copyOf(faults);
            answers = Map.copyOf(answers);
        }
    }
}
