package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Command;
import dev.kaltstart.talos.Prerequisites;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The program that every machine is reached with. */
@Component
@Order(6)
class TalosctlItem implements GoBagItem {

    @Override
    public String word() {
        return "talosctl";
    }

    @Override
    public String label() {
        return "talosctl";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.NODE_FAILURE, Disaster.CLUSTER_LOSS, Disaster.SECRET_COMPROMISE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        return Optional.of(Prerequisites.talosctl(occasion.cluster()));
    }

    @Override
    public List<Command> commands(Inventory inventory) {
        return List.of(BootstrapTools.version("talosctl"));
    }
}
