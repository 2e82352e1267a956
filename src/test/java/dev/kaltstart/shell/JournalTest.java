package dev.kaltstart.shell;

import static dev.kaltstart.shell.Bench.sh;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of the journal, and the order of its writes. */
class JournalTest {

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = bench(directory);
    }

    Bench bench(Path home) {
        return new Bench(home);
    }

    @Test
    void theIntentIsThereBeforeTheCommandIsBegun() {
        var seen = new String[1];
        Runner looking = new Runner() {
            @Override
            public Running start(String id, Command command) {
                seen[0] = state(id);
                return new Ended();
            }

            @Override
            public Optional<Running> find(String id) {
                return Optional.empty();
            }
        };

        bench.shells().of("r1", "s1", looking).run(Command.of("anything"));

        assertThat(seen[0]).isEqualTo("INTENT");
        assertThat(state("s1-1")).isEqualTo("DONE");
    }

    @Test
    void namesTheProcessSoThatItCanBeToldFromLaterOnes() {
        bench.shell("s1").run(sh("true"));

        String[] wrapper = bench.spool("s1-1").process().orElseThrow();
        assertThat(bench.jdbc
                        .sql("select pid, pid_begun, host, number from command")
                        .query()
                        .singleRow()
                        .values())
                .containsExactly(Long.valueOf(wrapper[0]), wrapper[1], bench.place(), 1);
    }

    @Test
    void tellsTheCommandsOfOneStepInTheirOrder() {
        Shell first = bench.shell("task1-0");
        first.run(sh("echo a"));
        first.run(sh("echo b; exit 3"));
        bench.shell("task1-1").run(sh("echo c"));
        bench.shell("task10-0").run(sh("echo d"));

        assertThat(bench.journal.of("r1", "task1"))
                .extracting(CommandLog.CommandRecord::output)
                .containsExactly("a\n", "b\n", "c\n");
        assertThat(bench.journal.of("r1", "task1-0").get(1)).satisfies(command -> {
            assertThat(command.line()).isEqualTo("sh -c 'echo b; exit 3'");
            assertThat(command.state()).isEqualTo("DONE");
            assertThat(command.exitCode()).isEqualTo(3);
            assertThat(command.endedAt()).isAfterOrEqualTo(command.beganAt());
        });
        assertThat(bench.journal.of("another")).isEmpty();
    }

    @Test
    void holdsTheBeginningOfALongCommand() {
        bench.shell("s1").run(Command.of("true", "x".repeat(3898 - 5) + "🦭".repeat(3000)));

        assertThat(bench.journal.of("r1").get(0).line())
                .startsWith("true 'xxx")
                .endsWith("[... cut ...]")
                .doesNotContainPattern("[\\ud800-\\udfff]");
    }

    @Test
    void takesWhatIsNoText() {
        Result result = bench.shell("s1").run(Command.of("printf", "a\\000b\\377c\\355\\240\\200d"));

        assertThat(result.output()).startsWith("a\0b").endsWith("d");
        assertThat(bench.journal.of("r1").get(0).output()).startsWith("ab").endsWith("d");
    }

    @Test
    void runsAProgramThatOnlyTheCommandKnowsWhereToFind() throws Exception {
        Path program = Files.writeString(directory.resolve("flux"), "#!/bin/sh\necho \"$PATH\" \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        Result result = bench.shell("s1").run(Command.of("flux", "a b", "$(id)").with("PATH", directory.toString()));

        assertThat(result).isEqualTo(Result.exited(0, directory + " a b $(id)\n", ""));
    }

    private String state(String id) {
        return bench.jdbc
                .sql("select state from command where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static class Ended implements Runner.Running {
        @Override
        public Optional<Result> await(Duration limit) {
            return Optional.of(Result.exited(0, "", ""));
        }

        @Override
        public void stop() {}

        @Override
        public long pid() {
            return -1;
        }
    }
}
