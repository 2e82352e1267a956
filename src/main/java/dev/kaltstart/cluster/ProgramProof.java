package dev.kaltstart.cluster;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.time.Duration;

/** Whether a program runs here: it is asked for its version. */
public final class ProgramProof {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LONGEST = 300;

    private ProgramProof() {}

    /** @param version the command that shows its version, and nothing else */
    public static Prerequisite of(Shell shell, Command version) {
        String name = version.program();
        try {
            Result result = shell.run(version.within(LIMIT));
            if (result.succeeded()) {
                return Prerequisite.proven(name + " runs");
            }
            return result.ending() == Result.Ending.EXITED
                    ? Prerequisite.missing("'" + version.line() + "' ends with exit code " + result.exitCode() + " ("
                            + lastLine(result.error()) + "): install a " + name + " that runs here")
                    : Prerequisite.unknown("'" + version.line() + "' does not answer in time");
        } catch (Shell.MissingTool e) {
            return Prerequisite.missing(String.valueOf(e.getMessage()));
        }
    }

    /** The last line that is not blank, which is where tools name their error; its length is limited. */
    public static String lastLine(String text) {
        String last = text.lines()
                .filter(line -> !line.isBlank())
                .reduce("", (a, b) -> b)
                .strip();
        return last.length() > LONGEST ? last.substring(0, LONGEST) + "…" : last;
    }
}
