package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {

    private static final String KEY = "a-key-that-both-machines-hold-0123456789";

    @TempDir
    Path home;

    private final Redaction redaction = new Redaction();

    @Test
    void takesAFileThatTheSameKeyHasSealed() throws IOException {
        Path copy = files(KEY).take(written(export(KEY)), null);

        assertThat(copy).hasBinaryContent(export(KEY)).hasParent(home.resolve("imports"));
    }

    @Test
    void refusesEveryOtherByte() throws IOException {
        byte[] sealed = export(KEY);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> files(KEY).take(written(changed), null))
                    .as("byte %d", at)
                    .isInstanceOf(TransferRefused.class);
            byte[] torn = Arrays.copyOf(sealed, at);
            assertThatThrownBy(() -> files(KEY).take(written(torn), null)).isInstanceOf(TransferRefused.class);
        }
        assertThat(home.resolve("imports")).isEmptyDirectory();
    }

    @Test
    void refusesWhatAnotherKeyOrNoneHasSealedWhateverItsFingerprint() throws IOException {
        byte[] other = export(KEY.replace('0', '1'));
        assertThatThrownBy(() -> files(KEY).take(written(other), Seal.fingerprint(other)))
                .hasMessageContaining("the seal of the file is wrong");
        byte[] open = export("");
        assertThatThrownBy(() -> files(KEY).take(written(open), Seal.fingerprint(open)))
                .hasMessageContaining("the file is not sealed, but this Kaltstart has a transfer key");
    }

    @Test
    void withoutAKeyAPersonRepeatsTheFingerprint() throws IOException {
        byte[] open = export("");
        assertThatThrownBy(() -> files("").take(written(open), null))
                .hasMessageContaining("no transfer key here")
                .hasMessageContaining("Its fingerprint is " + Seal.fingerprint(open));
        assertThatThrownBy(() -> files("").take(written(open), Seal.fingerprint(export(KEY))))
                .hasMessageContaining("differs from the given one");

        Path copy = files("").take(written(open), Seal.fingerprint(open));
        assertThat(copy).exists();
        files("");
        assertThat(copy).as("after a crash").doesNotExist();
    }

    @Test
    void readsTheKeyFromAFileThatOnlyItsOwnerCanRead() throws IOException {
        Path file = Files.writeString(home.resolve("transfer.key"), KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> key("").key()).hasMessageContaining("chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(key("").key().orElseThrow()).asString().isEqualTo(KEY);
        assertThat(redaction.clean("key " + KEY)).isEqualTo("key [redacted]");
        assertThatThrownBy(() -> key("too short").key()).hasMessageContaining("openssl rand");
    }

    private byte[] export(String key) {
        var writer = new ExportWriter(ExportBench.JSON);
        writer.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        return writer.end(key.isEmpty() ? Optional.empty() : Optional.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    private Path written(byte[] file) throws IOException {
        return Files.write(home.resolve("export.zip"), file);
    }

    private TrustedFile files(String key) {
        return new TrustedFile(new Home(home), key(key));
    }

    private TransferKey key(String key) {
        return new TransferKey(key, new Home(home), redaction);
    }
}
