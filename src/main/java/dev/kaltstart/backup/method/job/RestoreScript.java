package dev.kaltstart.backup.method.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a Job runs. Constant: nothing of the cluster becomes part of a command. */
enum RestoreScript {
    RESTIC("restic.sh"),
    LITESTREAM("litestream.sh");

    /** Where the script finds the claim, and what it may write to. */
    static final String CLAIM = "/kaltstart/claim";

    static final String WORK = "/kaltstart/work";

    private final String file;

    RestoreScript(String file) {
        this.file = file;
    }

    String text() {
        try (InputStream stream = RestoreScript.class.getResourceAsStream("/restore/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("the script " + file + " is not part of this Kaltstart");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
