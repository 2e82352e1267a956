package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeFilesTest {

    @TempDir
    Path directory;

    private Forge forge;

    @BeforeEach
    void aHost() throws IOException {
        forge = new Forge(directory);
    }

    private RecoveryClone fetched() {
        RecoveryClone clone = forge.clone("look");
        clone.fetch();
        return clone;
    }

    @Test
    void laysOutWhatTheCommitHasAndNothingElse() throws IOException {
        CommitId before = forge.commit("apps/immich/app.yaml", "image: immich\r\n");
        forge.commit(".gitattributes", "*.yaml text eol=crlf ident\n");
        CommitId after = forge.destroy("apps/paperless");
        forge.push();
        RecoveryClone clone = fetched();

        assertThat(clone.files(before).resolve("apps/paperless/app.yaml")).hasContent("image: paperless");
        Path files = clone.files(after);
        assertThat(files.resolve("apps/paperless")).doesNotExist();
        assertThat(Files.readString(files.resolve("apps/immich/app.yaml"))).isEqualTo("image: immich\r\n");
        assertThat(Files.readString(files.resolve("apps/mediabox/app.yaml"))).isEqualTo("image: mediabox\n");
        assertThat(Files.getPosixFilePermissions(forge.home.resolve("trees"))).hasSize(3);
        assertThat(files.getParent()).isDirectoryNotContaining("glob:**new-*");
    }

    @Test
    void usesATreeAgainAndForgetsTheOldOnes() throws IOException {
        CommitId first = forge.personHead();
        CommitId second = forge.commit("apps/x.yaml", "x\n");
        CommitId third = forge.commit("apps/x.yaml", "y\n");
        forge.push();
        RecoveryClone clone = fetched();

        Path files = clone.files(first);
        Files.setLastModifiedTime(files, FileTime.from(Instant.EPOCH));
        assertThat(clone.files(second)).isDirectory();
        assertThat(clone.files(first)).isEqualTo(files);
        assertThat(files)
                .satisfies(same ->
                        assertThat(Files.getLastModifiedTime(same).toInstant()).isEqualTo(Instant.EPOCH));
        // left over from a killed attempt
        Files.createDirectories(files.resolveSibling("new-123/apps"));

        clone.files(third);
        assertThat(files.resolveSibling("").toFile().list()).containsExactlyInAnyOrder(second.value(), third.value());
    }

    @Test
    void saysWhenTheCommitIsNotHere() {
        assertThatThrownBy(() -> fetched().files(new CommitId("1".repeat(40))))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("fetch or recall it");
    }
}
