package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Result.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

/** Commands in a journal that comes from another home. */
class MovedHomeTest {

    @TempDir
    Path world;

    private Bench here;
    private Bench there;
    private Path effects;

    @BeforeEach
    void twoHomesOfOneJournal() {
        DataSource database = new EmbeddedDatabaseBuilder()
                .setType(EmbeddedDatabaseType.H2)
                .generateUniqueName(true)
                .build();
        there = new Bench(world.resolve("there"), database);
        JdbcClient.create(database).sql("drop table command").update();
        here = new Bench(world.resolve("here"), database);
        effects = world.resolve("effects");
    }

    @Test
    void knowsACommandAgainWhoseArgumentsNameTheOtherHome() throws IOException {
        there.shell("s1").run(act(world.resolve("there")));

        Result again = here.shell("s1").run(act(world.resolve("here")));

        assertThat(again.ending()).isEqualTo(Ending.EXITED);
        assertThat(again.output()).isEqualTo("done\n");
        assertThat(Files.readString(effects)).isEqualTo("x\n");
    }

    @Test
    void claimsNothingOfACommandThatLooksDifferentThere() throws IOException {
        there.shell("s1").run(act(Path.of("/home/ada/checkout")));

        Result again = here.shell("s1").run(act(Path.of("/home/grace/checkout")));

        assertThat(again.ending()).isEqualTo(Ending.UNKNOWN);
        assertThat(again.error()).contains(there.place(), "/home/ada/checkout");
        assertThat(Files.readString(effects)).isEqualTo("x\n");
    }

    @Test
    void takesTheOutputAlongThatIsLongerThanTheJournalKeeps() {
        var script = Bench.sh("yes a-line-that-is-repeated | head -n 1000");
        Result first = there.shell("s1").run(script);
        var kept = new KeptOutput(new Home(world.resolve("there")), there.redaction).of("s1-1");

        var moved = new KeptOutput(new Home(world.resolve("here")), here.redaction);
        assertThat(moved.begin("s1-1")).isTrue();
        kept.forEach((file, text) -> moved.put("s1-1", file, text));

        assertThat(kept).containsOnlyKeys("output", "error", "code");
        assertThat(here.shell("s1").run(script).output())
                .isEqualTo(first.output())
                .hasLineCount(1000);
    }

    private Command act(Path checkout) {
        return Command.of("sh", "-c", "echo x >> " + effects + "; echo done", "sh", checkout + "/talosconfig");
    }
}
