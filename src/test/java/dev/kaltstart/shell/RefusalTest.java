package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused commands leave nothing behind except the reason. */
class RefusalTest {

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(directory.resolve("home"));
    }

    @AfterEach
    void nothingWasBegun() throws IOException {
        assertThat(bench.journal.of("r1")).isEmpty();
        try (var spools = Files.list(directory.resolve("home/spool"))) {
            assertThat(spools).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "talosctl",
                "talhelper",
                "flux",
                "sops",
                "age",
                "git",
                "kubectl",
                "task",
                "just",
                "topf",
                "restic"
            })
    void saysWhichProgramIsMissingAndWhereItComesFrom(String program) {
        assertThatThrownBy(() -> bench.shell("s1").run(Command.of(program).with("PATH", directory.toString())))
                .isInstanceOf(Shell.MissingTool.class)
                .hasMessageContaining("'" + program + "' is not installed here")
                .hasMessageContaining("https://");
    }

    @Test
    void saysThatAProgramMayNotBeExecuted() throws IOException {
        Path program = Files.writeString(directory.resolve("flux"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> bench.shell("s1").run(Command.of("flux").with("PATH", directory.toString())))
                .isInstanceOf(Shell.MissingTool.class)
                .hasMessageContaining(program + " but is not executable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./script.sh", "scripts/bootstrap.sh", "../sh", "-c", ""})
    void takesNoProgramThatDependsOnWhereItRuns(String program) {
        assertThatThrownBy(() -> bench.shell("s1").run(Command.of(program)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + program + "'");
    }

    @Test
    void takesNoProgramFromADirectoryThatDependsOnWhereItRuns() throws IOException {
        Path program = Files.writeString(directory.resolve("flux"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> bench.shell("s1")
                        .run(Command.of("flux").with("PATH", ".::").in(directory)))
                .isInstanceOf(Shell.MissingTool.class);
    }

    @Test
    void takesNoNul() {
        assertThatThrownBy(() -> bench.shell("s1").run(Command.of("echo", "a\0b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
        assertThatThrownBy(() -> bench.shell("s1").run(Command.of("echo").with("A", "a\0b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysThatTheDirectoryIsMissingAndNotTheProgram() {
        assertThatThrownBy(() -> bench.shell("s1").run(sh("pwd").in(directory.resolve("gone"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such directory");
    }

    @Test
    void namesNoStepThatIsNoFileName() {
        assertThatThrownBy(() -> bench.shell("../s1")).isInstanceOf(IllegalArgumentException.class);
    }
}
