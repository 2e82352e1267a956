package dev.kaltstart.shell;

import java.time.Duration;
import java.util.Optional;

/** Executes commands: as processes of this machine, or inside a twin. */
public interface Runner {

    /** Starts a command; {@code id} identifies it permanently and is safe as a file name. */
    Running start(String id, Command command);

    /** Finds a command that this process or a killed one started under this id; empty when there was none. */
    Optional<Running> find(String id);

    /** Ends commands with this id that another Kaltstart on this machine started before it lost the step's lease. */
    default void endStrays(String id) {}

    /** A running command. */
    interface Running {

        /** Waits for the end; empty after the time-out. */
        Optional<Result> await(Duration limit) throws InterruptedException;

        /** Ends the command and all its descendants. */
        void stop();

        /** The process id, or -1 when there is none. */
        long pid();

        /** Distinguishes this process from later ones with the same id; the format depends on the runner; may be empty. */
        default String begun() {
            return "";
        }

        /** Deletes the records of a finished command that will not be looked up again. */
        default void discard() {}
    }
}
