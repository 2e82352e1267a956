package dev.kaltstart.twin.world;

import java.time.Instant;
import java.util.Set;

/** What a machine is going to do by itself. @param wipes labels of the partitions that are empty from then on */
record Move(Instant at, Stage to, Set<String> wipes) {

    static Move to(Stage stage, Instant at) {
        return new Move(at, stage, Set.of());
    }
}
