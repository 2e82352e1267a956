package dev.kaltstart.keyring;

import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * {@code keyring/<recovery>/<name>} under the home. The home is locked by one process, so that a lock inside of it is
 * enough. What was learned for redaction stays learned: output may come late.
 */
@Component
class FileKeyring implements Keyring {

    private static final String PREFIX = "keyring/";
    private static final Pattern RECOVERY = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    /** Redaction knows nothing shorter. */
    private static final int SHORTEST = 6;

    private static final int LARGEST = 256 * 1024;

    private final Path root;
    private final Redaction redaction;

    FileKeyring(Home home, Redaction redaction) {
        this.root = home.root().resolve("keyring");
        this.redaction = redaction;
    }

    @Override
    public synchronized String put(String recovery, String name, String secret) {
        Path file = file(recovery, name);
        if (secret.strip().length() < SHORTEST || secret.length() > LARGEST) {
            throw new IllegalArgumentException("a secret has between " + SHORTEST + " and " + LARGEST + " characters");
        }
        redaction.learn(secret);
        Optional<String> kept = text(file);
        if (kept.isEmpty()) {
            write(file, secret);
        } else if (!kept.get().equals(secret)) {
            throw new IllegalStateException(
                    "the recovery " + recovery + " has another secret '" + name + "', which may be in use");
        }
        return reference(recovery, name);
    }

    @Override
    public synchronized Optional<String> find(String recovery, String name) {
        return text(file(recovery, name)).map(kept -> reference(recovery, name));
    }

    @Override
    public synchronized String read(String recovery, String reference) {
        String own = PREFIX + recovery + "/";
        String name = reference.startsWith(own) ? reference.substring(own.length()) : "";
        if (!NAME.matcher(name).matches()) {
            throw new Unknown("'" + reference + "' is no reference to a secret of " + recovery);
        }
        return text(file(recovery, name))
                .orElseThrow(() -> new Unknown("the secret '" + reference
                        + "' is not here: it was wiped, or this is another machine than the one that made it"));
    }

    @Override
    public synchronized void wipe(String recovery) {
        try {
            SecretFile.wipe(directory(recovery));
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets of " + recovery + " cannot be wiped: " + e.getMessage(), e);
        }
    }

    /** The recoveries that have secrets here. */
    List<String> recoveries() {
        return names(root).stream()
                .filter(name -> RECOVERY.matcher(name).matches())
                .toList();
    }

    /** After a restart: what is kept must stay out of the log again. */
    synchronized void learn(String recovery) {
        names(directory(recovery)).stream()
                .filter(name -> NAME.matcher(name).matches())
                .forEach(name -> text(file(recovery, name)));
    }

    private Optional<String> text(Path file) {
        try {
            Optional<String> text = SecretFile.read(file);
            text.ifPresent(redaction::learn);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("the secret " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(Path file, String secret) {
        try {
            SecretFile.directory(root);
            SecretFile.directory(file.resolveSibling(".").normalize());
            SecretFile.write(file, secret);
        } catch (IOException e) {
            throw new UncheckedIOException("the secret " + file + " cannot be kept: " + e.getMessage(), e);
        }
    }

    private static List<String> names(Path directory) {
        try {
            return SecretFile.names(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String reference(String recovery, String name) {
        return PREFIX + recovery + "/" + name;
    }

    private Path file(String recovery, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a secret: it must match " + NAME);
        }
        return directory(recovery).resolve(name);
    }

    private Path directory(String recovery) {
        if (!RECOVERY.matcher(recovery).matches()) {
            throw new IllegalArgumentException("'" + recovery + "' is no id of a recovery");
        }
        return root.resolve(recovery);
    }
}
