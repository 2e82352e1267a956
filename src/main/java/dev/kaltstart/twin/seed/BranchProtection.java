package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.origin.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A protected branch, as Git hosts have them. */
public record BranchProtection(Origin origin) {

    private static final String HOOK = """
            #!/bin/sh
            while read -r old new reference; do
                if [ "$reference" = "refs/heads/%s" ]; then
                    echo "error: GH006: Protected branch update failed for $reference." >&2
                    echo "error: Changes must be made through a pull request." >&2
                    exit 1
                fi
            done
            """;

    public void raise() {
        Path hook = origin.directory().resolve("hooks/pre-receive");
        try {
            Files.createDirectories(hook.resolveSibling(""));
            Files.writeString(hook, HOOK.formatted(Origin.BRANCH));
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
