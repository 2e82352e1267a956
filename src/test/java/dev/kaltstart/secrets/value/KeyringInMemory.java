package dev.kaltstart.secrets.value;

import dev.kaltstart.keyring.Keyring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Secrets for as long as a test runs. */
final class KeyringInMemory implements Keyring {

    private final Map<String, String> secrets = new HashMap<>();

    @Override
    public String put(String recovery, String name, String secret) {
        secrets.put(recovery + "/" + name, secret);
        return recovery + "/" + name;
    }

    @Override
    public Optional<String> find(String recovery, String name) {
        return secrets.containsKey(recovery + "/" + name) ? Optional.of(recovery + "/" + name) : Optional.empty();
    }

    @Override
    public String read(String recovery, String reference) {
        return secrets.getOrDefault(reference, "");
    }

    @Override
    public String receive(String recovery, String name, Consumer<Path> program) {
        throw new UnsupportedOperationException("no program writes a secret here");
    }

    @Override
    public Path file(String recovery, String reference) {
        try {
            return Files.writeString(Files.createTempFile("keyring", ".key"), read(recovery, reference));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void wipe(String recovery) {
        secrets.clear();
    }
}
