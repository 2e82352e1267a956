package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The age key on this machine: it opens a real file of the repository. */
@Component
@Order(2)
class AgeKeyItem implements GoBagItem {

    @Override
    public String word() {
        return "age-key";
    }

    @Override
    public String label() {
        return "age key";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.NODE_FAILURE, Disaster.CLUSTER_LOSS, Disaster.SECRET_COMPROMISE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Inventory inventory = occasion.cluster().inventory();
        return canary(inventory)
                .map(file -> file.prove(occasion.cluster().looking()))
                .map(found -> found.state() == State.PROVEN && !occasion.isRehearsal()
                        ? kept(inventory.tools().ageKey(), found)
                        : found);
    }

    /** sops has other places for keys, in which a recipe of the repository does not look. */
    private static Prerequisite kept(Path key, Prerequisite opened) {
        return Files.isRegularFile(key)
                ? opened
                : Prerequisite.unproven(opened.message() + ", but with a key that sops found elsewhere: put it at "
                        + key + " too, where the recipes of the repository look for it");
    }

    @Override
    public List<Command> commands(Inventory inventory) {
        return canary(inventory).map(SopsFile::opening).stream().toList();
    }

    private static Optional<SopsFile> canary(Inventory inventory) {
        return BootstrapFiles.canary(inventory).map(file -> new SopsFile(inventory, file));
    }
}
