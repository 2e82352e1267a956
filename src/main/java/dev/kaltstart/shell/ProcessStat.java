package dev.kaltstart.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process as {@code /proc/PID/stat} describes it (proc(5)).
 *
 * @param begun its start time in clock ticks since boot: ids are used again, the pair of both is not
 */
record ProcessStat(String state, long session, String begun) {

    static final String NO_PROC = "0";

    /** USER_HZ, the same on all machines for whoever is not the kernel. */
    private static final int TICKS_PER_SECOND = 100;

    static Optional<ProcessStat> of(long pid) {
        return SmallFile.read(Path.of("/proc", Long.toString(pid), "stat")).flatMap(ProcessStat::parse);
    }

    /** The name stands in brackets and may hold anything, brackets and spaces too. */
    private static Optional<ProcessStat> parse(String stat) {
        String[] rest = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return rest.length < 20
                ? Optional.empty()
                : Optional.of(new ProcessStat(rest[0], Long.parseLong(rest[3]), rest[19]));
    }

    /** Ended, and waiting for a parent that may never ask. */
    boolean dead() {
        return state.equals("Z") || state.equals("X");
    }

    /** Is the process there that began then? Without /proc only the id can be compared. */
    static boolean alive(long pid, String begun) {
        if (begun.equals(NO_PROC)) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        return of(pid).filter(stat -> stat.begun().equals(begun) && !stat.dead())
                .isPresent();
    }

    /** How long ago it began, whatever the clocks were set to since; empty when it is gone. */
    static Optional<Duration> age(long pid, String begun) {
        if (pid <= 0 || begun.isEmpty() || begun.equals(NO_PROC) || !alive(pid, begun)) {
            return Optional.empty();
        }
        return SmallFile.read(Path.of("/proc/uptime"))
                .map(text -> Double.parseDouble(text.substring(0, text.indexOf(' '))))
                .map(uptime -> uptime - Double.parseDouble(begun) / TICKS_PER_SECOND)
                .map(seconds -> Duration.ofMillis((long) (seconds * 1000)));
    }

    static String begun(long pid) {
        return of(pid).map(ProcessStat::begun).orElse(NO_PROC);
    }
}
