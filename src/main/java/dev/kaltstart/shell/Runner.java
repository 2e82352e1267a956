package dev.kaltstart.shell;

import java.time.Duration;
import java.util.Optional;

/** Executes commands somewhere: as processes of this machine, or inside a twin. */
public interface Runner {

    /** Starts a command; {@code id} names it for ever and is safe as a file name. */
    Running start(String id, Command command);

    /** Finds a command started under this id before, by this process or one that was killed; empty when it never was. */
    Optional<Running> find(String id);

    /** Ends what another Kaltstart on this machine began under this id, whose step is ours now. */
    default void endStrays(String id) {}

    /** A command on its way. */
    interface Running {

        /** Waits for the end, at most this long. */
        Optional<Result> await(Duration limit) throws InterruptedException;

        /** Ends the command and everything it started. */
        void stop();

        /** The process id, or -1 when there is none. */
        long pid();

        /** Tells this process from later ones with the same id, in whatever way the runner does; may be empty. */
        default String begun() {
            return "";
        }

        /** Forgets a command that has ended and that nobody will ask for again. */
        default void discard() {}
    }
}
