package dev.kaltstart.transfer;

import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Suspends a recovery here so that another Kaltstart can continue it, or resumes it if none did. */
@Component
class HandOvers {

    private final Recoveries recoveries;
    private final EngineRows engine;
    private final Exports exports;
    private final Rehearsals rehearsals;
    private final JdbcClient jdbc;
    private final Clock clock;

    HandOvers(
            Recoveries recoveries,
            EngineRows engine,
            Exports exports,
            Rehearsals rehearsals,
            JdbcClient jdbc,
            Clock clock) {
        this.recoveries = recoveries;
        this.engine = engine;
        this.exports = exports;
        this.rehearsals = rehearsals;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * After this call the recovery is suspended here.
     *
     * @return the export for the other Kaltstart; the same again on a repeated call
     * @throws TransferRefused when the recovery has ended, or one of its commands is running
     */
    byte[] handOver(String recovery, String reason, String person) {
        Recovery found = existing(recovery);
        if (found.state().ended()) {
            throw new TransferRefused(
                    TransferRefused.Kind.CONFLICT, "the recovery has ended: export it without handing it over");
        }
        if (found.state() == State.HANDED_OVER) {
            return exports.export(recovery);
        }
        engine.hold(recovery, () -> {
            refuseWhileCommandsRun(recovery);
            jdbc.sql("update recovery set handed_over_at = ? where id = ?")
                    .params(clock.instant().atOffset(ZoneOffset.UTC), recovery)
                    .update();
            recoveries.note(recovery, "handed-over", reason, person);
        });
        try {
            byte[] written = exports.export(recovery);
            rehearsals.close(recovery);
            return written;
        } catch (RuntimeException e) {
            release(recovery, "the export could not be written", person);
            throw e;
        }
    }

    /** The importing Kaltstart could not tell whether the command is still running. */
    private void refuseWhileCommandsRun(String recovery) {
        jdbc
                .sql("select line from command where recovery = ? and ended_at is null order by intent_at")
                .param(recovery)
                .query(String.class)
                .list()
                .stream()
                .findFirst()
                .ifPresent(line -> {
                    throw new TransferRefused(
                            TransferRefused.Kind.CONFLICT,
                            "a command is running, or its result is not known: '" + line
                                    + "'; wait here until it has ended, or export without handing over");
                });
    }

    /** Takes a recovery back after its file was lost. If it was imported after all, both Kaltstarts run the recovery. */
    void takeBack(String recovery, String reason, String person) {
        if (existing(recovery).state() != State.HANDED_OVER) {
            throw new TransferRefused(TransferRefused.Kind.CONFLICT, "the recovery has not been handed over");
        }
        release(recovery, reason, person);
    }

    private void release(String recovery, String reason, String person) {
        rehearsals.takeUp(recovery);
        engine.release(recovery, () -> {
            jdbc.sql("update recovery set handed_over_at = null where id = ?")
                    .param(recovery)
                    .update();
            recoveries.note(recovery, "taken-back", reason, person);
        });
    }

    private Recovery existing(String recovery) {
        return recoveries
                .find(recovery)
                .orElseThrow(() -> new TransferRefused(
                        TransferRefused.Kind.NO_RECOVERY, "there is no recovery with this id: " + recovery));
    }
}
