package dev.kaltstart.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of export and import.
 *
 * @param subject the recovery to export, or the file to import
 * @param file the target; named after the recovery by default
 * @param fingerprint as compared by a person; null when none was given
 */
record TransferArguments(
        boolean export,
        String subject,
        String file,
        boolean handOver,
        @Nullable String fingerprint,
        boolean help) {

    static final String USAGE = """
            Usage: kaltstart export RECOVERY [FILE] [--hand-over]
                   kaltstart import FILE [--fingerprint sha256:DIGITS]

            Takes one recovery to another Kaltstart, on another machine. Kaltstart must not run on this home;
            while it does, ask it: GET /api/recoveries/RECOVERY/export, POST /api/imports.

              RECOVERY      its id, as the front page and the API name it
              FILE          where to write it; RECOVERY.kaltstart.zip when left out. One that is there is replaced
              --hand-over   suspend the recovery here: without it the file is a copy, and this Kaltstart continues
              --fingerprint what the export said of the file, where the two machines share no transfer key
              --help        show this

            A key that both machines hold seals the file: KALTSTART_TRANSFER_KEY, or transfer.key in the home (chmod 600).

            Exit codes: 0 done, 1 refused, 2 called wrongly.
            """;

    /** @throws Misused when the arguments are invalid */
    static TransferArguments of(List<String> words) {
        boolean export = words.get(0).equals("export");
        var names = new ArrayList<String>();
        boolean handOver = false;
        String fingerprint = null;
        for (var left = words.subList(1, words.size()).iterator(); left.hasNext(); ) {
            String word = left.next();
            if (word.equals("--help") || word.equals("-h")) {
                return new TransferArguments(export, "", "", false, null, true);
            }
            if (word.equals("--hand-over") && export) {
                handOver = true;
            } else if (word.equals("--fingerprint") && !export && left.hasNext()) {
                fingerprint = left.next();
            } else if (word.startsWith("-")) {
                throw new Misused(words.get(0) + " does not know '" + printable(word) + "'.");
            } else {
                names.add(word);
            }
        }
        if (names.isEmpty() || names.size() > (export ? 2 : 1)) {
            throw new Misused(export ? "Name one recovery, and a file at most." : "Name one file.");
        }
        String file = names.size() == 2 ? names.get(1) : names.get(0) + ".kaltstart.zip";
        return new TransferArguments(export, names.get(0), file, handOver, fingerprint, false);
    }

    private static String printable(String word) {
        return word.replaceAll("\\p{Cntrl}", "?");
    }

    /** The command was called with invalid arguments. */
    static final class Misused extends RuntimeException {
        Misused(String message) {
            super(message);
        }
    }
}
