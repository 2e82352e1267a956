package dev.kaltstart.recovery;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import java.util.Optional;

/** Which machine is behind a node, as this recovery knows it. */
public interface Machines {

    /** The machine that the cluster knew, or that was identified since; empty when neither could be asked. */
    Optional<MachineUuid> seen(String recovery, NodeName node);

    /** The machine that is to be the node from now on: one that a person named, else the one that was seen. */
    Optional<MachineUuid> wanted(String recovery, NodeName node);

    /** A later look replaces an earlier one. */
    void see(String recovery, NodeName node, MachineUuid machine);

    /** A person says which machine takes the place of the old one. */
    void name(String recovery, NodeName node, MachineUuid machine, String person);
}
