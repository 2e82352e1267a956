package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.life.SourceTracking;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.origin.Snapshot;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/** The branch that Flux follows, as people and robots change it. */
public final class Branch {

    private final World world;
    private final Instant at;

    public Branch(World world, Instant at) {
        this.world = world;
        this.at = at;
    }

    String head() {
        return world.origin().head(Origin.BRANCH).orElseThrow();
    }

    Snapshot files() {
        return world.origin().snapshot(head());
    }

    Origin.Draft draft() {
        return world.origin().draft(files());
    }

    void commit(Origin.Draft draft, String author, String message) {
        world.origin()
                .move(Origin.BRANCH, world.origin().commit(draft.by(author).says(message), at, head()));
        announce();
    }

    /** Back to where the repository began. */
    void rewind() {
        var first = head();
        for (var parent = world.origin().parent(first);
                parent.isPresent();
                parent = world.origin().parent(first)) {
            first = parent.get();
        }
        world.origin().move(Origin.BRANCH, first);
        announce();
    }

    /** A good commit by an unsuspecting author. */
    public void goOn() {
        var readme = files().read("README.md").orElse("");
        commit(
                draft().write("README.md", readme.stripTrailing() + "\n\nReviewed.\n"),
                SeedHistory.ADMIN,
                "Say that the README was reviewed");
    }

    /** The host notifies Flux of a new commit. */
    void announce() {
        world.objects()
                .update(
                        SourceTracking.main(world),
                        source -> Json.within(source, "metadata", "annotations")
                                .put(
                                        "reconcile.fluxcd.io/requestedAt",
                                        at + "/" + world.objects().version()));
    }
}
