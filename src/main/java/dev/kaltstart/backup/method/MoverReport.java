package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What VolSync's mover says about a restore. A mover that finds no snapshot ends successfully, with the line "No data will be
 * restored" (src: backube/volsync:mover-restic/entry.sh, do_restore; internal/controller/mover/restic/logfilter.go).
 */
record MoverReport(GenericKubernetesResource destination) {

    private static final Pattern NOTHING = Pattern.compile("No data will be restored|No eligible snapshots");

    /** restic's line: {@code restoring <Snapshot 1a2b of [/data] at 2026-03-01 03:00:07.1 +0000 UTC by root@volsync> to .} */
    private static final Pattern RESTORING = Pattern.compile(
            "(?i)restoring\\b.{0,200}? at (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)? \\+0000");

    private static final int LINE = 300;

    Check state(String label, String token) {
        String logs = text("status", "latestMoverStatus", "logs");
        String result = text("status", "latestMoverStatus", "result");
        if (token.equals(text("status", "lastManualSync")) && result.equals("Successful")) {
            return done(label, logs);
        }
        if (result.equals("Failed")) {
            refuse(label, logs);
            return Check.notYet(label + ": VolSync's mover has failed and tries again: " + last(logs));
        }
        return Check.notYet(label + ": VolSync restores");
    }

    private static Check done(String label, String logs) {
        if (NOTHING.matcher(logs).find()) {
            throw new Failure.NeedsHuman(
                    "NOTHING_RESTORED",
                    label + ": VolSync reports success, but its repository has no snapshot that old, so nothing was"
                            + " restored. Choose another restore point, or check the repository with 'restic snapshots'");
        }
        return restored(logs)
                .<Check>map(at -> Check.met(
                        label + ": VolSync has restored the snapshot of " + at,
                        Measurement.moment(RestoreMethod.REACHED, at)))
                .orElseGet(() -> Check.met(label + ": VolSync has restored a snapshot; its log does not show which"));
    }

    /** The start of the snapshot that was restored. */
    private static Optional<Instant> restored(String logs) {
        Matcher line = RESTORING.matcher(logs);
        return line.find() ? Moments.parse(line.group(1) + "T" + line.group(2) + "Z") : Optional.empty();
    }

    private static void refuse(String label, String logs) {
        String lower = logs.toLowerCase(Locale.ROOT);
        if (lower.contains("wrong password or no key found")) {
            throw new Failure.NeedsHuman(
                    "WRONG_PASSWORD",
                    label + ": the repository cannot be opened with the password in its Secret. Put the right"
                            + " RESTIC_PASSWORD into the Secret, then retry");
        }
        if (isMissing(lower)) {
            throw new Failure.NeedsHuman(
                    "NO_REPOSITORY",
                    label + ": there is no repository where the Secret points to. Check RESTIC_REPOSITORY and the"
                            + " bucket, then retry");
        }
    }

    /** restic asks "Is there a repository?" also when the endpoint does not answer. */
    private static boolean isMissing(String lower) {
        return lower.contains("repository does not exist")
                || (lower.contains("config file")
                        && (lower.contains("does not exist") || lower.contains("no such file")));
    }

    private static String last(String logs) {
        String line = logs.lines()
                .filter(one -> one.startsWith("Fatal"))
                .findFirst()
                .or(() -> logs.strip().lines().reduce((one, next) -> next))
                .orElse("no log");
        return line.length() <= LINE ? line : line.substring(0, LINE);
    }

    private String text(Object... path) {
        return destination.<Object>get(path) instanceof String text ? text : "";
    }
}
