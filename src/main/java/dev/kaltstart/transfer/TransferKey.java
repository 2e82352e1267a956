package dev.kaltstart.transfer;

import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The key that both machines hold: {@code KALTSTART_TRANSFER_KEY}, else the file {@code transfer.key} in the home. */
@Component
class TransferKey {

    private static final int SHORTEST = 32;
    private static final long LARGEST = 4096;

    private final String configured;
    private final Path file;
    private final Redaction redaction;

    TransferKey(@Value("${kaltstart.transfer-key:}") String configured, Home home, Redaction redaction) {
        this.configured = configured.strip();
        this.file = home.root().resolve("transfer.key");
        this.redaction = redaction;
    }

    /** @throws TransferRefused for a key that is too short or readable by others */
    Optional<byte[]> key() {
        if (configured.isEmpty() && !Files.exists(file)) {
            return Optional.empty();
        }
        String key = configured.isEmpty() ? read() : configured;
        if (key.length() < SHORTEST) {
            throw new TransferRefused(
                    TransferRefused.Kind.UNSEALED,
                    "the transfer key has fewer than " + SHORTEST
                            + " characters: create one by openssl rand -base64 32");
        }
        redaction.learn(key);
        return Optional.of(key.getBytes(StandardCharsets.UTF_8));
    }

    private String read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST || othersMayRead()) {
                throw new TransferRefused(
                        TransferRefused.Kind.UNSEALED,
                        "the transfer key must be readable by its owner only: chmod 600 " + file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new TransferRefused(TransferRefused.Kind.UNSEALED, "the transfer key cannot be read: " + file, e);
        }
    }

    private boolean othersMayRead() throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        var theirs = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        theirs.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        return !theirs.isEmpty();
    }
}
