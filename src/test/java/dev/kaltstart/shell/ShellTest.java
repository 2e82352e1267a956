package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.shell.Result.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.FileSystemUtils;

/** Real processes, a real database, and crashes simulated by dropping all state outside of them. */
class ShellTest {

    private final Redaction redaction = new Redaction();

    @TempDir
    Path directory;

    private JdbcClient jdbc;
    private CommandRows journal;

    @BeforeEach
    void emptyJournal() {
        var database = new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build();
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V2__command.sql"),
                        new ClassPathResource("db/migration/V12__command_subject.sql"))
                .execute(database);
        jdbc = JdbcClient.create(database);
        journal = new CommandRows(jdbc, Clock.systemUTC(), new DataSourceTransactionManager(database));
    }

    @Test
    void handsArgumentsOverWordForWord() {
        String awful = "n1; rm -rf / $(id) `id` \"'\\ ${HOME}\n*\ttäß🦭";

        Result result = shell("s1").run(Command.of("printf", "%s|", awful, "--graceful=false", ""));

        assertThat(result.output()).isEqualTo(awful + "|--graceful=false||");
    }

    @Test
    void tellsTheExitCode() {
        Result result = shell("s1").run(sh("echo out; echo err >&2; exit 7"));

        assertThat(result).isEqualTo(Result.exited(7, "out\n", "err\n"));
    }

    @Test
    void givesAnEnvironmentThatIsCleanButForWhatWasNamed() {
        Result result = shell("s1").run(Command.of("env").with("KUBECONFIG", "/x"));

        assertThat(result.output().lines().map(line -> line.substring(0, line.indexOf('='))))
                .contains("KUBECONFIG", "PATH", "HOME")
                .isSubsetOf("KUBECONFIG", "PATH", "HOME", "LANG", "TZ", "TMPDIR", "PWD", "SHLVL", "_", "OLDPWD");
    }

    @Test
    void stopsACommandAndAllItsChildrenAtTheDeadlineEvenWhenTheyWillNot() {
        Path mark = directory.resolve("grandchild");
        Result result = shell("s1")
                .run(sh("trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > " + mark + "; sleep 60' & sleep 60")
                        .within(Duration.ofSeconds(1)));

        assertThat(result.ending()).isEqualTo(Ending.STOPPED);
        long grandchild = number(mark);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(grandchild).map(p -> !p.isAlive()).orElse(true));
    }

    @Test
    void keepsHeadAndTailOfEndlessOutputAndLetsTheCommandSucceed() {
        Result result = shell("s1").run(sh("echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last"));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output())
                .startsWith("first")
                .containsPattern("\n\\[\\.\\.\\. \\d{8} bytes cut \\.\\.\\.\\]\n")
                .endsWith("last\n");
        assertThat(result.output().length()).isLessThan(1_100_000);
    }

    @Test
    void endsTheCommandWhenTheStepIsToldToStop() {
        Path mark = directory.resolve("pid");
        var thrown = new AtomicReference<Throwable>();
        var thread = new Thread(() -> {
            try {
                shell("s1").run(sh("echo $$ > " + mark + "; sleep 60"));
            } catch (Shell.Interrupted e) {
                thrown.set(e);
            }
        });
        thread.start();
        await().until(() -> Files.exists(mark) && Files.size(mark) > 0);

        thread.interrupt();

        await().atMost(Duration.ofSeconds(20)).until(() -> thrown.get() != null);
        await().until(() ->
                ProcessHandle.of(number(mark)).map(p -> !p.isAlive()).orElse(true));
    }

    @Test
    void returnsWhatWasRecordedWhenAStepRunsAgain() {
        Path effects = directory.resolve("effects");
        shell("s1").run(sh("echo x >> " + effects + "; echo done; exit 3"));

        Result again = shell("s1").run(sh("echo x >> " + effects + "; echo done; exit 3"));

        assertThat(again).isEqualTo(Result.exited(3, "done\n", ""));
        assertThat(effects).hasContent("x");
    }

    @Test
    void refusesAStepThatGivesOtherCommandsTheSecondTime() {
        shell("s1").run(sh("echo a"));

        assertThatThrownBy(() -> shell("s1").run(sh("echo b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("echo a")
                .hasMessageContaining("echo b");
    }

    @Test
    void waitsForAChildThatOutlivedACrash() {
        Path effects = directory.resolve("effects");
        Command slow = sh("echo x >> " + effects + "; sleep 2; echo survived; exit 5");
        crashWhile(slow);

        Result result = shell("s1").run(slow);

        assertThat(result).isEqualTo(Result.exited(5, "survived\n", ""));
        assertThat(effects).hasContent("x");
    }

    @Test
    void findsTheExitCodeOfAChildThatEndedWhileNobodyLooked() throws Exception {
        Command quick = sh("sleep 0.5; exit 9");
        crashWhile(quick);
        Thread.sleep(1500);

        assertThat(shell("s1").run(quick).exitCode()).isEqualTo(9);
    }

    @Test
    void saysUnknownWhenAChildIsGoneWithoutAWord() {
        Command endless = sh("exec sleep 60");
        crashWhile(endless);
        kill(Long.parseLong(spool().process().orElseThrow()[0]));
        kill(spool().session().orElseThrow().leader());

        Result result = shell("s1").run(endless);

        assertThat(result.ending()).isEqualTo(Ending.UNKNOWN);
        assertThat(journal.of("r1")).extracting(CommandLog.CommandRecord::state).containsExactly("UNKNOWN");
    }

    @Test
    void beginsWhatWasIntendedButNeverBegun() {
        Command command = sh("echo hello");
        shell("s1").run(command);
        jdbc.sql("update command set state = 'INTENT', ending = null").update();
        FileSystemUtils.deleteRecursively(directory.resolve("spool/s1-1").toFile());

        assertThat(shell("s1").run(command).output()).isEqualTo("hello\n");
    }

    @Test
    void saysWhatToInstallWhenAToolIsMissing() {
        assertThatThrownBy(() -> shell("s1").run(Command.of("talhelper-not-here", "genconfig")))
                .isInstanceOf(Shell.MissingTool.class)
                .hasMessageContaining("'talhelper-not-here' is not installed");
        assertThat(journal.of("r1")).isEmpty();
    }

    @Test
    void keepsSecretsOutOfJournalSpoolAndResult() throws IOException {
        redaction.learn("correct horse");
        String key = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";

        Result result = shell("s1").run(Command.of("echo", key, "correct horse", "token: abcdef"));

        String everything =
                result.output() + journal.of("r1") + Files.readString(directory.resolve("spool/s1-1/output"));
        assertThat(everything).doesNotContain("QQQQ", "horse", "abcdef").contains("[redacted]");
    }

    @Test
    void remembersNothingOfALook() throws IOException {
        Shell looking = shells().of("r1", "", runner());

        assertThat(looking.run(sh("echo 1")).output()).isEqualTo("1\n");
        assertThat(journal.of("r1")).isEmpty();
        try (var left = Files.list(directory.resolve("spool"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("run-command.sh");
        }
    }

    /** Runs a shell until it is killed: the child survives, and its end is not observed. */
    private void crashWhile(Command command) {
        journal.intend("s1-1", "r1", "s1", 1, command.line(), JournaledShell.hash(command), "here");
        Runner.Running running = runner().start("s1-1", command);
        journal.started("s1-1", running.pid(), running.begun());
        await().until(() -> spool().session().isPresent());
    }

    private Spool spool() {
        return new Spool(directory.resolve("spool/s1-1"), redaction);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Shell shell(String step) {
        return shells().of("r1", step, runner());
    }

    private Shells shells() {
        return new JournaledShells(
                journal,
                redaction,
                runner(),
                Clock.systemUTC(),
                new StaticListableBeanFactory().getBeanProvider(Fence.class));
    }

    private LocalRunner runner() {
        return new LocalRunner(new Home(directory), redaction);
    }
}
