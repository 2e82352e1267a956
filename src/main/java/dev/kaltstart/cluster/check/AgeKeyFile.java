package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.inventory.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Checks whether the age key file holds an age identity; never prints its content. */
final class AgeKeyFile {

    private AgeKeyFile() {}

    /** Empty when the key is fine, or when the file is not on this machine. */
    static Optional<FileProblem> problem(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            var first = lines.isEmpty() ? "" : lines.get(0);
            return first.startsWith("AGE-SECRET-KEY-")
                    ? exposed(file)
                    : Optional.of(new FileProblem(FileProblem.Severity.ERROR, file.toString(), wrong(first)));
        } catch (IOException e) {
            return Optional.of(new FileProblem(
                    FileProblem.Severity.ERROR,
                    file.toString(),
                    "the age key cannot be read: correct owner and permissions"));
        }
    }

    private static String wrong(String first) {
        if (first.startsWith("age1")) {
            return "this is the public key: SOPS needs the line that begins with AGE-SECRET-KEY-";
        }
        if (first.startsWith("age-encryption.org") || first.startsWith("-----BEGIN AGE")) {
            return "the age key is protected with a passphrase, and Kaltstart cannot ask for it: decrypt it with age -d";
        }
        return "this is not an age key: its line begins with AGE-SECRET-KEY-";
    }

    private static Optional<FileProblem> exposed(Path file) throws IOException {
        var open = file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        return open
                ? Optional.of(new FileProblem(
                        FileProblem.Severity.WARNING,
                        file.toString(),
                        "every user of this machine can read the age key: run chmod 600 on it"))
                : Optional.empty();
    }
}
