package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are too old are refused before the start; their output is that of the real ones. */
class ToolVersionsTest {

    @TempDir
    Path directory;

    private Bench bench;
    private Path key;
    private int runs;

    @BeforeEach
    void aBench() throws IOException {
        bench = new Bench(directory.resolve("home"));
        key = Files.writeString(directory.resolve("age.key"), "AGE-SECRET-KEY-PQ-1QQQQQQQQ\n");
    }

    @ParameterizedTest
    @CsvSource({
        "git,        git version 2.30.2,                 2.32",
        "git,        git version 2.31.1.windows.1,       2.32",
        "git,        git version 1.8.3.1,                2.32",
        "sops,       sops 3.11.0 (latest),               3.12.0",
        "sops,       sops 3.7.3 (latest),                3.12.0",
        "age,        v1.1.1,                             1.3",
        "age-keygen, 1.2.0,                              1.3",
    })
    void saysWhichVersionIsNeededAndBeginsNothing(String program, String says, String least) throws IOException {
        fake(program, says);

        assertThatThrownBy(() -> run(program))
                .isInstanceOf(Shell.MissingTool.class)
                .hasMessageContaining(
                        "'" + program + "' is installed as " + directory.resolve(program) + " in version ")
                .hasMessageContaining("at least " + least + " is needed")
                .hasMessageContaining("install a newer one (https://");
        assertThat(bench.journal.of("r1")).isEmpty();
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "git,  git version 2.39.5",
        "git,  git version 2.39.5 (Apple Git-154)",
        "git,  git version 3.0.0",
        "sops, sops 3.13.2",
        "age,  v1.3.1",
        "age,  (devel)",
        "sops, Incorrect Usage. flag provided but not defined: -version",
        "flux, flux version 0.1.0",
    })
    void letsThroughWhatIsYoungEnoughOrDoesNotSay(String program, String says) throws IOException {
        fake(program, says);

        assertThat(run(program).succeeded()).isTrue();
        assertThat(directory.resolve("ran")).exists();
    }

    @Test
    void anOldOneIsGoodEnoughForAnOldKey() throws IOException {
        fake("sops", "sops 3.11.0 (latest)");
        Files.writeString(key, "AGE-SECRET-KEY-1QQQQQQQQ\n");

        assertThat(run("sops").succeeded()).isTrue();
    }

    @Test
    void asksOnceUntilTheProgramIsAnotherOne() throws IOException {
        var versions = new ToolVersions();
        Path git = fake("git", "git version 2.39.5");
        versions.require(git, Map.of());
        versions.require(git, Map.of());
        assertThat(directory.resolve("asked")).hasContent("x");

        fake("git", "git version 2.30.2");
        Files.setLastModifiedTime(git, FileTime.from(Instant.now().plusSeconds(60)));
        assertThatThrownBy(() -> versions.require(git, Map.of())).isInstanceOf(Shell.MissingTool.class);
    }

    private Result run(String program) {
        return bench.shell("s" + ++runs)
                .run(Command.of(program, "do")
                        .with("PATH", directory + ":/usr/bin:/bin")
                        .with("SOPS_AGE_KEY_FILE", key.toString()));
    }

    private Path fake(String program, String says) throws IOException {
        Path file = Files.writeString(
                directory.resolve(program),
                "#!/bin/sh\nif [ \"$1\" = --version ]; then echo x >> " + directory.resolve("asked") + "; echo '" + says
                        + "'; else touch " + directory.resolve("ran") + "; fi\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
