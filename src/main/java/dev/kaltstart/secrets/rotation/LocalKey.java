package dev.kaltstart.secrets.rotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The age keys of this machine, in the file that its operator uses. A link is followed once, to the file that it names. */
record LocalKey(Path named) {

    private static final String COMMENT = "# public key:";

    boolean holds(String identity) {
        try {
            return Files.isRegularFile(named)
                    && RotationKeys.identities(Files.readString(named)).contains(identity);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + named, e);
        }
    }

    /** Everything else in the file stays, but for the comment above the key, which names the old public key. */
    void exchange(String leaked, String fresh) {
        try {
            Path file = named.toRealPath();
            String text = String.join("\n", exchanged(Files.readAllLines(file), leaked, fresh)) + "\n";
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

    private static List<String> exchanged(List<String> lines, String leaked, String fresh) {
        var changed = new ArrayList<String>();
        for (String line : lines) {
            if (!line.strip().equals(leaked)) {
                changed.add(line);
                continue;
            }
            if (!changed.isEmpty() && changed.get(changed.size() - 1).startsWith(COMMENT)) {
                changed.remove(changed.size() - 1);
            }
            changed.add(fresh);
        }
        return changed;
    }
}
