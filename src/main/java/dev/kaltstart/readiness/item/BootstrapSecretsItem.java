package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The Secrets that are applied before Flux starts: each of them opens. */
@Component
@Order(8)
class BootstrapSecretsItem implements GoBagItem {

    @Override
    public String word() {
        return "bootstrap-secrets";
    }

    @Override
    public String label() {
        return "Secrets of the bootstrap";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Cluster cluster = occasion.cluster();
        List<Path> files = BootstrapFiles.of(cluster.inventory());
        if (files.isEmpty()) {
            return Optional.of(Prerequisite.unproven(
                    "no encrypted Secret was found that is applied before Flux starts (its age key, its deploy key): have"
                            + " them at hand, from the password manager or the offline copy"));
        }
        Prerequisite all = Prerequisite.all(files.stream()
                .map(file -> new SopsFile(cluster.inventory(), file).prove(cluster.looking()))
                .toList());
        return Optional.of(
                all.state() == State.PROVEN
                        ? Prerequisite.proven(files.stream().map(Path::toString).collect(Collectors.joining(", "))
                                + " can be decrypted")
                        : all);
    }

    @Override
    public List<Command> commands(Inventory inventory) {
        return BootstrapFiles.of(inventory).stream()
                .map(file -> new SopsFile(inventory, file).opening())
                .toList();
    }
}
