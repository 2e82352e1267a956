package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.ProgramProof;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Command;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The programs that install Flux on an empty cluster. */
@Component
@Order(7)
class BootstrapToolsItem implements GoBagItem {

    @Override
    public String word() {
        return "bootstrap-tools";
    }

    @Override
    public String label() {
        return "Tools of the bootstrap";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Set<String> programs = BootstrapTools.of(occasion.cluster().inventory());
        Prerequisite all = Prerequisite.all(programs.stream()
                .map(BootstrapTools::version)
                .map(version -> ProgramProof.of(occasion.cluster().looking(), version))
                .toList());
        return Optional.of(
                all.state() == State.PROVEN ? Prerequisite.proven(String.join(", ", programs) + " run") : all);
    }

    @Override
    public List<Command> commands(Inventory inventory) {
        return BootstrapTools.of(inventory).stream()
                .map(BootstrapTools::version)
                .toList();
    }
}
