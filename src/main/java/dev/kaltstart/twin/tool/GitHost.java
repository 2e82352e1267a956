package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.life.SourceController;
import dev.kaltstart.twin.seed.Branch;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.World;
import java.util.Optional;

/** The host that the repository of a twin is kept on, as Git sees it. */
final class GitHost {

    private static final String OVERTAKEN = "git/overtaken";

    private GitHost() {}

    /** @return what Git says when it does not answer; empty when it does */
    static Optional<String> answers(World world, GitCall call) {
        if (world.marks().containsKey(SourceController.GONE)) {
            return Optional.of("unable to access '%s': Failed to connect: Connection refused"
                    .formatted(world.origin().directory()));
        }
        if (call.pushes()
                && world.order().suffers(Fault.NEWER_COMMIT)
                && !world.marks().containsKey(OVERTAKEN)) {
            world.marks().put(OVERTAKEN, "");
            new Branch(world, world.now()).goOn();
        }
        return Optional.empty();
    }
}
