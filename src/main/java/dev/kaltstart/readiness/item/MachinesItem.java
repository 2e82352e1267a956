package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.talos.Prerequisites;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The machine configurations: the machines are described, and what renders their configurations runs. */
@Component
@Order(4)
class MachinesItem implements GoBagItem {

    @Override
    public String word() {
        return "machine-configurations";
    }

    @Override
    public String label() {
        return "Machine configurations";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.NODE_FAILURE, Disaster.CLUSTER_LOSS);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Cluster cluster = occasion.cluster();
        int nodes = cluster.inventory().nodes().size();
        if (nodes == 0) {
            return Optional.of(Prerequisite.missing("the repository describes no machine well enough to install it: run"
                    + " check, and declare under 'nodes' in kaltstart.yaml what is missing"));
        }
        Prerequisite all = Prerequisite.all(Prerequisites.ofConfigurations(cluster));
        return Optional.of(
                all.state() == State.PROVEN
                        ? Prerequisite.proven("the configurations of %s can be rendered or are kept"
                                .formatted(nodes == 1 ? "1 machine" : nodes + " machines"))
                        : all);
    }
}
