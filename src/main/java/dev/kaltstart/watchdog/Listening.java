package dev.kaltstart.watchdog;

import java.time.Instant;

/** Tells the time, and thereby that Kaltstart still listens. */
@FunctionalInterface
interface Listening {

    Instant heard();
}
