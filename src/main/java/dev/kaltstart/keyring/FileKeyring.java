package dev.kaltstart.keyring;

import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * {@code keyring/<recovery>/<name>} under the home. One process holds the home's lock, so a lock in memory is enough.
 * Learned secrets stay redacted until the process ends: output may come late.
 */
@Component
class FileKeyring implements Keyring {

    private static final String PREFIX = "keyring/";
    private static final Pattern RECOVERY = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    /** Redaction ignores shorter values. */
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
        Path file = place(recovery, name);
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
    public synchronized String receive(String recovery, String name, Consumer<Path> program) {
        Path file = place(recovery, name);
        if (text(file).isEmpty()) {
            Path unfinished = file.resolveSibling(name + SecretFile.UNFINISHED);
            try {
                SecretFile.directory(root);
                SecretFile.directory(file.resolveSibling(".").normalize());
                SecretFile.discard(unfinished);
                program.accept(unfinished);
                String secret = SecretFile.read(unfinished).orElse("");
                if (secret.strip().length() < SHORTEST || secret.length() > LARGEST) {
                    throw new IllegalStateException("the program has written no usable secret to " + unfinished);
                }
                redaction.learn(secret);
                SecretFile.keep(unfinished, file);
            } catch (IOException e) {
                throw new UncheckedIOException("the secret " + file + " cannot be stored: " + e.getMessage(), e);
            }
        }
        return reference(recovery, name);
    }

    @Override
    public synchronized Path file(String recovery, String reference) {
        read(recovery, reference);
        return named(recovery, reference);
    }

    @Override
    public synchronized Optional<String> find(String recovery, String name) {
        return text(place(recovery, name)).map(kept -> reference(recovery, name));
    }

    @Override
    public synchronized String read(String recovery, String reference) {
        return text(named(recovery, reference))
                .orElseThrow(() -> new Unknown("the secret '" + reference
                        + "' is not here: it was wiped, or it was created on another machine"));
    }

    @Override
    public synchronized void wipe(String recovery) {
        try {
            SecretFile.wipe(directory(recovery));
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets of " + recovery + " cannot be wiped: " + e.getMessage(), e);
        }
    }

    /** The recoveries that have secrets in this home. */
    List<String> recoveries() {
        return names(root).stream()
                .filter(name -> RECOVERY.matcher(name).matches())
                .toList();
    }

    /** After a restart, redaction has to learn the stored secrets again. */
    synchronized void learn(String recovery) {
        names(directory(recovery)).stream()
                .filter(name -> NAME.matcher(name).matches())
                .forEach(name -> text(place(recovery, name)));
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
            throw new UncheckedIOException("the secret " + file + " cannot be stored: " + e.getMessage(), e);
        }
    }

    private static List<String> names(Path directory) {
        try {
            return SecretFile.names(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String reference(String recovery, String name) {
        return PREFIX + recovery + "/" + name;
    }

    private Path named(String recovery, String reference) {
        String own = PREFIX + recovery + "/";
        String name = reference.startsWith(own) ? reference.substring(own.length()) : "";
        if (!NAME.matcher(name).matches()) {
            throw new Unknown("'" + reference + "' is not a reference to a secret of " + recovery);
        }
        return place(recovery, name);
    }

    private Path place(String recovery, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a valid secret name: it must match " + NAME);
        }
        return directory(recovery).resolve(name);
    }

    private Path directory(String recovery) {
        if (!RECOVERY.matcher(recovery).matches()) {
            throw new IllegalArgumentException("'" + recovery + "' is not the id of a recovery");
        }
        return root.resolve(recovery);
    }
}
