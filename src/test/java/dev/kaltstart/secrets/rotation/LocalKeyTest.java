package dev.kaltstart.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyTest {

    private static final String LEAKED = "AGE-SECRET-KEY-1LEAKED";
    private static final String FRESH = "AGE-SECRET-KEY-1FRESH";
    private static final String OTHER = "AGE-SECRET-KEY-1OTHER";

    @TempDir
    Path directory;

    @Test
    void exchangesOneKeyAndKeepsTheOthers() throws IOException {
        Path file = Files.writeString(
                directory.resolve("keys.txt"),
                "EDITOR=vi\n# public key: age1old\n" + LEAKED + "\n# public key: age1other\n" + OTHER + "\n");
        var key = new LocalKey(file);
        assertThat(key.holds(LEAKED)).isTrue();

        key.exchange(LEAKED, FRESH);

        assertThat(file).hasContent("EDITOR=vi\n" + FRESH + "\n# public key: age1other\n" + OTHER + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(key.holds(LEAKED)).isFalse();
    }

    @Test
    void changesTheFileBehindALink() throws IOException {
        Path file = Files.writeString(directory.resolve("keys.txt"), LEAKED + "\n");
        Path link = Files.createSymbolicLink(directory.resolve("age.key"), file);

        new LocalKey(link).exchange(LEAKED, FRESH);

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent(FRESH + "\n");
    }

    @Test
    void holdsNothingWhereThereIsNoFile() {
        assertThat(new LocalKey(directory.resolve("none")).holds(LEAKED)).isFalse();
    }
}
