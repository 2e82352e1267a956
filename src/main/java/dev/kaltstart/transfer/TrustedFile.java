package dev.kaltstart.transfer;

import dev.kaltstart.shell.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Copies a file into the home and verifies that its seal was made with the transfer key, or that a person has compared
 * its fingerprint. All later steps read the copy: others may be able to write to the original.
 */
@Component
class TrustedFile {

    private final Home home;
    private final TransferKey key;

    TrustedFile(Home home, TransferKey key) {
        this.home = home;
        this.key = key;
        tidy();
    }

    /** Removes leftovers of a crash: no import is running at this point. */
    private void tidy() {
        Path imports = home.directory("imports");
        try (var left = Files.list(imports)) {
            left.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + imports, e);
        }
    }

    /**
     * @param fingerprint as given by a person; null when none was given
     * @throws TransferRefused before any content is used
     */
    Path take(Path original, @Nullable String fingerprint) {
        Path copy = home.directory("imports").resolve(UUID.randomUUID() + ".zip");
        try {
            copy(original, copy);
            try (InputStream in = Files.newInputStream(copy)) {
                judge(copy, Seal.of(in, Files.size(copy), key.key()), fingerprint);
            }
            return copy;
        } catch (IOException e) {
            copy.toFile().delete();
            throw new TransferRefused(TransferRefused.Kind.UNREADABLE, "the file cannot be used: it cannot be read", e);
        } catch (RuntimeException e) {
            copy.toFile().delete();
            throw e;
        }
    }

    private static void copy(Path original, Path copy) throws IOException {
        long room = ExportLimits.FILE;
        try (InputStream in = Files.newInputStream(original);
                OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            byte[] piece = new byte[64 * 1024];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                room -= read;
                if (room < 0) {
                    throw new TransferRefused(
                            TransferRefused.Kind.UNREADABLE,
                            "the file cannot be used: no export is larger than " + ExportLimits.FILE / 1024 / 1024
                                    + " MiB");
                }
                out.write(piece, 0, read);
            }
        }
    }

    private void judge(Path copy, Optional<Seal> found, @Nullable String fingerprint) {
        Seal seal = found.orElseThrow(() -> OlderExport.refusal(copy)
                .orElseGet(() -> ExportedFile.unreadable("it is incomplete, or not an export of Kaltstart")));
        if (key.key().isPresent()) {
            if (!seal.right()) {
                throw new TransferRefused(
                        TransferRefused.Kind.UNSEALED,
                        seal.present()
                                ? "the seal of the file is wrong: it was changed, or sealed with another transfer key"
                                : "the file is not sealed, but this Kaltstart has a transfer key: give the other one the"
                                        + " same key, and export it again");
            }
        } else if (!seal.fingerprint().equals(fingerprint)) {
            throw new TransferRefused(
                    TransferRefused.Kind.UNSEALED,
                    (fingerprint == null
                                    ? "there is no transfer key here, so the origin of the file is not proven. "
                                    : "the fingerprint of the file differs from the given one. ")
                            + "Its fingerprint is " + seal.fingerprint()
                            + ": compare it with the one printed by the export, and repeat it if they are the same"
                            + " (--fingerprint for the command, ?fingerprint= for POST /api/imports)");
        }
    }
}
