package dev.kaltstart.recovery;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One machine for every node, as it was seen and as a person has named it. */
public final class KnownMachines implements Machines {

    private @Nullable MachineUuid seen;
    private @Nullable MachineUuid named;

    public static KnownMachines of(String seen) {
        var machines = new KnownMachines();
        machines.seen = new MachineUuid(seen);
        return machines;
    }

    public static KnownMachines none() {
        return new KnownMachines();
    }

    public KnownMachines named(String uuid) {
        named = new MachineUuid(uuid);
        return this;
    }

    @Override
    public Optional<MachineUuid> seen(String recovery, NodeName node) {
        return Optional.ofNullable(seen);
    }

    @Override
    public Optional<MachineUuid> wanted(String recovery, NodeName node) {
        return Optional.ofNullable(named).or(() -> seen(recovery, node));
    }

    @Override
    public void see(String recovery, NodeName node, MachineUuid machine) {
        seen = machine;
    }

    @Override
    public void name(String recovery, NodeName node, MachineUuid machine, String person) {
        named = machine;
    }
}
