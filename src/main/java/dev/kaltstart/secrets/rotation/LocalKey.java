package dev.kaltstart.secrets.rotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** The age keys of this machine, in the file that its operator uses. A link is followed once, to the file that it names. */
record LocalKey(Path named) {

    boolean holds(String identity) {
        try {
            return Files.isRegularFile(named)
                    && RotationKeys.identities(Files.readString(named)).contains(identity);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + named, e);
        }
    }

    /** Comments go: they name the old public key. Other keys stay. */
    void exchange(String leaked, String fresh) {
        try {
            Path file = named.toRealPath();
            String text = RotationKeys.identities(Files.readString(file)).stream()
                    .map(identity -> identity.equals(leaked) ? fresh : identity)
                    .distinct()
                    .collect(Collectors.joining("\n", "", "\n"));
            Path whole = Files.createTempFile(
                    file.getParent(),
                    ".age",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(whole, text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace the age key in " + named, e);
        }
    }
}
