package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Run;

/**
 * When an item of the go-bag is proven: in a recovery, or on an ordinary day.
 *
 * @param recovery its id; on an ordinary day the same word for all of them
 */
public record Occasion(Cluster cluster, Mode mode, String recovery) {

    /** Opens a cluster for no recovery. */
    public static final String NO_RECOVERY = "";

    public static Occasion ordinary(Cluster cluster) {
        return new Occasion(cluster, Mode.LIVE, "go-bag");
    }

    static Occasion of(Run run) {
        return new Occasion(run.cluster(), run.mode(), run.recovery());
    }

    /** What the twin does not play must not be tried then: it would be the real thing. */
    public boolean isRehearsal() {
        return mode == Mode.REHEARSAL;
    }
}
