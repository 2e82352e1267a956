package dev.kaltstart.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process, from {@code /proc/PID/stat} (proc(5)).
 *
 * @param begun start time in clock ticks since boot: process ids are reused, the pair is not
 */
record ProcessStat(String state, long session, String begun) {

    static final String NO_PROC = "0";

    /** USER_HZ, the same on all machines in user space. */
    private static final int TICKS_PER_SECOND = 100;

    static Optional<ProcessStat> of(long pid) {
        return SmallFile.read(Path.of("/proc", Long.toString(pid), "stat")).flatMap(ProcessStat::parse);
    }

    /** The name is in brackets and may contain anything, brackets and spaces too. */
    private static Optional<ProcessStat> parse(String stat) {
        String[] rest = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return rest.length < 20
                ? Optional.empty()
                : Optional.of(new ProcessStat(rest[0], Long.parseLong(rest[3]), rest[19]));
    }

    /** A zombie: it has ended, and its parent may never reap it. */
    boolean dead() {
        return state.equals("Z") || state.equals("X");
    }

    /** Whether the process with this start time is alive. Without /proc only the id can be compared. */
    static boolean alive(long pid, String begun) {
        if (begun.equals(NO_PROC)) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        return of(pid).filter(stat -> stat.begun().equals(begun) && !stat.dead())
                .isPresent();
    }

    /** Time since its start, immune to clock changes; empty when it is gone. */
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
