package dev.kaltstart.cluster;

import java.util.List;
import java.util.Optional;

/** The clusters that this Kaltstart protects. */
public interface Clusters {

    List<Protected> all();

    Optional<Protected> find(String name);

    /** Namespaces or applications with the short RTO; none of a cluster that is not known any more. */
    default List<String> critical(String name) {
        return find(name).map(Protected::critical).orElse(List.of());
    }

    /** The configured clusters that are missing from {@link #all()}. */
    default List<Unreadable> unreadable() {
        return List.of();
    }

    /** In place of a step: a read-only handle, whose commands are not recorded and show the present state. */
    String LOOKING = "";

    /**
     * A handle for one step of one recovery.
     *
     * @param step names one attempt of one step, the same after a crash; its commands are recorded. Or {@link #LOOKING}
     */
    Cluster open(String name, Mode mode, String recovery, String step);

    /**
     * A cluster under protection.
     *
     * @param twinOnly the cluster exists only for rehearsals and refuses every other mode
     * @param critical namespaces or applications with the short RTO
     * @param inventory re-read when the repository has changed
     * @param machineProblems why no node can be recovered, and what to do about it; empty when nodes can be
     * @param live what the live cluster has shown of its nodes
     */
    record Protected(
            String name,
            boolean twinOnly,
            List<String> critical,
            Inventory inventory,
            List<String> machineProblems,
            LiveRecord live) {

        public Protected {
            machineProblems = List.copyOf(machineProblems);
        }

        public Protected(String name, boolean twinOnly, List<String> critical, Inventory inventory) {
            this(name, twinOnly, critical, inventory, List.of(), LiveRecord.NONE);
        }
    }

    /**
     * The record of the nodes that the live cluster has shown.
     *
     * @param findings where it contradicts the other sources, or is not confirmed; for people
     * @param toDeclare lines for kaltstart.yaml, filled with what is known; empty when nothing is missing
     */
    record LiveRecord(List<SeenNode> nodes, List<String> findings, List<String> toDeclare) {

        public static final LiveRecord NONE = new LiveRecord(List.of(), List.of(), List.of());

        public LiveRecord {
            nodes = List.copyOf(nodes);
            findings = List.copyOf(findings);
            toDeclare = List.copyOf(toDeclare);
        }
    }

    /**
     * A configured cluster whose repository could never be parsed.
     *
     * @param problems with file and line, one a line
     */
    record Unreadable(String name, String problems) {}
}
