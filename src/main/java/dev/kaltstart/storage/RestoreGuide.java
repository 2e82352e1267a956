package dev.kaltstart.storage;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.util.List;

/** Commands for the data that only a person can restore, filled in when the restore points were searched. */
public final class RestoreGuide {

    private static final String NAME = "restore-guide.txt";

    private RestoreGuide() {}

    public static void keep(Run run, Evidence evidence, List<String> commands) {
        if (!commands.isEmpty()) {
            evidence.keep(run, NAME, String.join("\n", commands));
        }
    }

    /** Empty when nothing has to be done by hand. */
    public static List<String> of(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, NAME)).stream()
                .flatMap(String::lines)
                .toList();
    }
}
