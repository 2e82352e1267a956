package dev.kaltstart.twin.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A scheduled change of a machine's stage. @param wipes labels of the partitions that it empties */
record StageChange(Instant at, Stage to, Set<String> wipes) {

    private static final Duration INSTALLS_IN = Duration.ofSeconds(90);
    private static final Duration RESTARTS_IN = Duration.ofSeconds(60);
    private static final Duration STARTS_IN = Duration.ofSeconds(30);

    static StageChange to(Stage stage, Instant at) {
        return new StageChange(at, stage, Set.of());
    }

    /** @param returns it boots again; into maintenance mode, when its configuration is among what was wiped */
    static List<StageChange> reset(Set<String> wiped, boolean returns, Instant now) {
        var done = now.plus(Machine.RESETS_IN);
        if (!returns) {
            return List.of(new StageChange(done, Stage.OFF, wiped));
        }
        var booted = done.plus(Machine.BOOTS_IN);
        var moves = new ArrayList<StageChange>();
        moves.add(new StageChange(done, Stage.REBOOTING, wiped));
        if (wiped.contains("STATE")) {
            moves.add(to(Stage.MAINTENANCE, booted));
        } else {
            moves.addAll(List.of(to(Stage.BOOTING, booted), to(Stage.RUNNING, booted.plus(STARTS_IN))));
        }
        return moves;
    }

    static List<StageChange> install(Instant now) {
        var installed = now.plus(INSTALLS_IN);
        var restarted = installed.plus(RESTARTS_IN);
        return List.of(
                to(Stage.REBOOTING, installed),
                to(Stage.BOOTING, restarted),
                to(Stage.RUNNING, restarted.plus(STARTS_IN)));
    }
}
