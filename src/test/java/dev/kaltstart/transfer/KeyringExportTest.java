package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.recovery.Recoveries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The secrets of a recovery stay in the home that made them, and end with it. */
@Timeout(300)
class KeyringExportTest {

    private static final String SECRET = "seven-words-that-no-other-machine-may-see";

    @TempDir
    Path home;

    @Test
    void aSecretIsNeverExportedAndEndsWithItsRecovery() throws Exception {
        String recovery;
        try (var kaltstart = LocalKaltstart.standingStill(home)) {
            recovery = kaltstart.rehearse(false, 400);
            kaltstart.bean(Keyring.class).put(recovery, "new-age-key", SECRET);

            String all = unpacked(kaltstart.bean(Exports.class).export(recovery));

            assertThat(all).contains("rows/recovery.jsonl").doesNotContain(SECRET, "new-age-key");
            assertThat(all)
                    .doesNotContain(Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)));
        }
        try (var restarted = LocalKaltstart.running(home)) {
            assertThat(secret(recovery)).as("the recovery continues").exists();

            restarted.bean(Recoveries.class).abort(recovery, "test", "ada");

            restarted.awaitState(recovery, Recoveries.State.ABORTED);
            await().until(() -> Files.notExists(secret(recovery).getParent()));
        }
        Files.createDirectories(secret(recovery).getParent());
        Files.writeString(secret(recovery), "left by a crash");
        LocalKaltstart.standingStill(home).close();
        assertThat(secret(recovery).getParent()).doesNotExist();
    }

    private Path secret(String recovery) {
        return home.resolve("keyring").resolve(recovery).resolve("new-age-key");
    }

    private static String unpacked(byte[] export) throws Exception {
        var all = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(export))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.writeBytes(entry.getName().getBytes(StandardCharsets.UTF_8));
                all.writeBytes(zip.readAllBytes());
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
