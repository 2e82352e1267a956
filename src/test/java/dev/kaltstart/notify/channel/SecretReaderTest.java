package dev.kaltstart.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {

    private static final String SECRET = "https://chat.example/hooks/canarycanarycanary";

    @TempDir
    Path folder;

    private final Redaction redaction = new Redaction();
    private final SecretReader reader = new SecretReader(name -> name.equals("GIVEN") ? SECRET : "", redaction);

    @Test
    void readsTheFirstLineOfAPrivateFileAndTeachesItToTheRedaction() throws Exception {
        assertThat(reader.read(file(SECRET + "\r\nsecond line", "rw-------"))).isEqualTo(SECRET);
        assertThat(redaction.clean("see " + SECRET)).doesNotContain("canary");
    }

    @Test
    void readsAVariable() throws Exception {
        assertThat(reader.read(new SecretSource.InVariable("GIVEN"))).isEqualTo(SECRET);
    }

    @Test
    void refusesAFileThatOthersCanRead() throws Exception {
        refuses(file(SECRET, "rw-r-----"), "run chmod 600");
        refuses(file(SECRET, "rw----r--"), "run chmod 600");
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        refuses(new SecretSource.InVariable("OTHER"), "the variable OTHER is empty");
        refuses(new SecretSource.InFile(folder.resolve("none")), "there is no file");
        refuses(file("\n" + SECRET, "rw-------"), "is empty");
        refuses(new SecretSource.InFile(folder), "there is no file");
    }

    /** Attack: a file that is none, or that brings a header of its own. */
    @Test
    void refusesWhatIsNoLineOfText() throws Exception {
        refuses(file("x".repeat(5000), "rw-------"), "holds no secret of one line");
        refuses(file("canary\u0000canary", "rw-------"), "holds no secret of one line");
    }

    private void refuses(SecretSource source, String message) {
        assertThatThrownBy(() -> reader.read(source))
                .isInstanceOf(UnusableChannel.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("canary");
    }

    private SecretSource file(String text, String permissions) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "secret",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return new SecretSource.InFile(file);
    }
}
