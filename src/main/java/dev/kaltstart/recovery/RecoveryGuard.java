package dev.kaltstart.recovery;

import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Recoveries.Recovery;
import org.springframework.http.HttpStatus;

/** Precondition of requests that change a recovery. */
public final class RecoveryGuard {

    private RecoveryGuard() {}

    /** @throws Problem when there is no such recovery, it has ended, or another Kaltstart continues it */
    public static void requireRunning(Recoveries recoveries, String id) {
        Recovery recovery = find(recoveries, id);
        if (recovery.state().ended()) {
            throw new Problem(HttpStatus.CONFLICT, "ended", "This recovery has ended.");
        }
        if (recovery.state() == Recoveries.State.HANDED_OVER) {
            throw new Problem(
                    HttpStatus.CONFLICT, "handed-over", "Another Kaltstart has this recovery; take it back first.");
        }
    }

    /** @throws Problem when there is no such recovery */
    public static Recovery find(Recoveries recoveries, String id) {
        return recoveries.find(id).orElseThrow(() -> Problem.notFound("There is no recovery of this id."));
    }
}
