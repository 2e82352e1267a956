package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Prerequisite;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An item that a test has put into a state. */
class MadeUpItem implements GoBagItem {

    private final String word;
    private final Set<Disaster> neededBy;

    @Nullable
    Prerequisite found;

    MadeUpItem(String word, @Nullable Prerequisite found, Disaster... neededBy) {
        this.word = word;
        this.found = found;
        this.neededBy = EnumSet.of(Disaster.CLUSTER_LOSS, neededBy);
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String label() {
        return "The " + word;
    }

    @Override
    public Set<Disaster> neededBy() {
        return neededBy;
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        return Optional.ofNullable(found);
    }
}
