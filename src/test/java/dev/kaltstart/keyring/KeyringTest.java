package dev.kaltstart.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {

    private static final String RECOVERY = "secret-compromise-20261128-1200-abcde";
    private static final String OTHER = "secret-compromise-20261128-1201-vwxyz";
    private static final String SECRET = "a passphrase of seven words that nobody knows";

    @TempDir
    Path home;

    private final Redaction redaction = new Redaction();

    @Test
    void givesASecretBackForItsReference() {
        String reference = keyring().put(RECOVERY, "new-age-key", SECRET);

        assertThat(reference).isEqualTo("keyring/" + RECOVERY + "/new-age-key");
        assertThat(keyring().read(RECOVERY, reference)).isEqualTo(SECRET);
        assertThat(keyring().find(RECOVERY, "new-age-key")).hasValue(reference);
        assertThat(keyring().find(RECOVERY, "old-age-key")).isEmpty();
    }

    @Test
    void isReadableForItsOwnerAlone() throws Exception {
        keyring().put(RECOVERY, "new-age-key", SECRET);

        assertThat(rights("keyring")).isEqualTo("rwx------");
        assertThat(rights("keyring/" + RECOVERY)).isEqualTo("rwx------");
        assertThat(rights("keyring/" + RECOVERY + "/new-age-key")).isEqualTo("rw-------");
    }

    @Test
    void refusesTheReferenceOfAnotherRecovery() {
        String reference = keyring().put(OTHER, "new-age-key", SECRET);

        assertThatThrownBy(() -> keyring().read(RECOVERY, reference))
                .isInstanceOf(Keyring.Unknown.class)
                .hasMessageContaining("not a reference to a secret of " + RECOVERY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keyring/",
                "keyring/" + RECOVERY + "/",
                "keyring/" + RECOVERY + "/../" + OTHER + "/new-age-key",
                "keyring/" + RECOVERY + "/new-age-key.unfinished",
                "keyring/" + RECOVERY + "/new-age-key\n",
                "/etc/passwd"
            })
    void refusesWhatIsNoReference(String reference) {
        keyring().put(OTHER, "new-age-key", SECRET);

        assertThatThrownBy(() -> keyring().read(RECOVERY, reference)).isInstanceOf(Keyring.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/b", "A", "-x", "x.y", "x\n"})
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> keyring().put(RECOVERY, name, SECRET)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keyring().put("../" + RECOVERY, "new-age-key", SECRET))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(home.resolve("keyring")).doesNotExist();
    }

    @Test
    void refusesASecretThatRedactionCouldNotFind() {
        assertThatThrownBy(() -> keyring().put(RECOVERY, "pin", "1234 "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("1234");
    }

    @Test
    void neverReplacesASecretThatMayBeInUse() {
        String reference = keyring().put(RECOVERY, "new-age-key", SECRET);

        assertThat(keyring().put(RECOVERY, "new-age-key", SECRET)).isEqualTo(reference);
        assertThatThrownBy(() -> keyring().put(RECOVERY, "new-age-key", "another passphrase"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("passphrase");
        assertThat(keyring().read(RECOVERY, reference)).isEqualTo(SECRET);
    }

    @Test
    void followsNoLink() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Path theirs = Files.writeString(elsewhere.resolve("theirs"), "not a secret of ours");
        Files.createDirectories(home.resolve("keyring/" + RECOVERY));
        Files.createSymbolicLink(home.resolve("keyring/" + RECOVERY + "/new-age-key"), theirs);
        Files.createSymbolicLink(home.resolve("keyring/" + OTHER), elsewhere);

        assertThatThrownBy(() -> keyring().put(RECOVERY, "new-age-key", SECRET))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> keyring().put(OTHER, "new-age-key", SECRET)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> keyring().read(OTHER, "keyring/" + OTHER + "/theirs"))
                .isInstanceOf(UncheckedIOException.class);
        keyring().wipe(RECOVERY);
        keyring().wipe(OTHER);
        assertThat(theirs).hasContent("not a secret of ours");
        assertThat(elsewhere).isDirectoryContaining(theirs::equals);
        assertThat(home.resolve("keyring")).isEmptyDirectory();
    }

    @Test
    void wipesTheSecretsOfOneRecovery() throws Exception {
        var keyring = keyring();
        String reference = keyring.put(RECOVERY, "new-age-key", SECRET);
        String other = keyring.put(OTHER, "new-age-key", "a passphrase of the other");
        Path link = home.resolve("second-name-of-the-same-file");
        Files.createLink(link, home.resolve("keyring/" + RECOVERY + "/new-age-key"));

        keyring.wipe(RECOVERY);

        assertThat(home.resolve("keyring/" + RECOVERY)).doesNotExist();
        assertThat(Files.readAllBytes(link))
                .as("overwritten before it was deleted")
                .containsOnly(0);
        assertThatThrownBy(() -> keyring.read(RECOVERY, reference)).isInstanceOf(Keyring.Unknown.class);
        assertThat(keyring.read(OTHER, other)).isEqualTo("a passphrase of the other");
    }

    @Test
    void wipesAtTheNextStartWhatACrashLeft() throws Exception {
        keyring().put(RECOVERY, "new-age-key", SECRET);
        keyring().put(OTHER, "new-age-key", "a passphrase of the other");
        Files.writeString(home.resolve("keyring/" + OTHER + "/old-age-key.unfinished"), "a passph");
        var goingOn = new KnownRecoveries();
        goingOn.running(RECOVERY);

        new KeyringEnds(keyring(), goingOn).afterSingletonsInstantiated();

        assertThat(left()).containsExactly(RECOVERY + "/new-age-key");
        goingOn.ended(RECOVERY);
        new KeyringEnds(keyring(), goingOn).afterSingletonsInstantiated();
        assertThat(left()).isEmpty();
    }

    @Test
    void keepsWhatItHoldsOutOfTheLog() {
        keyring().put(RECOVERY, "new-age-key", SECRET);
        assertThat(redaction.clean("with " + SECRET + "!")).isEqualTo("with [redacted]!");

        var afterRestart = new Redaction();
        var goingOn = new KnownRecoveries();
        goingOn.running(RECOVERY);
        new KeyringEnds(new FileKeyring(new Home(home), afterRestart), goingOn).afterSingletonsInstantiated();
        assertThat(afterRestart.clean("with " + SECRET + "!")).isEqualTo("with [redacted]!");
    }

    private FileKeyring keyring() {
        return new FileKeyring(new Home(home), redaction);
    }

    private String rights(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
    }

    private List<String> left() throws Exception {
        Path root = home.resolve("keyring");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }
}
