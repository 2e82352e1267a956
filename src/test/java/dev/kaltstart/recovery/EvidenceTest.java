package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EvidenceTest {

    private static final Run RUN = FakeRun.on(FakeCluster.homelab()).of("gd-1");

    private final Redaction redaction = new Redaction();
    private final Evidence evidence = new StoredEvidence(database(), redaction, Clock.systemUTC());

    @Test
    void givesBackWhatWasKept() {
        String reference = evidence.keep(RUN, "scope", "two objects\n");

        assertThat(reference).isEqualTo("gd-1/scope");
        assertThat(evidence.read(reference)).contains("two objects\n");
        assertThat(evidence.read("gd-2/scope")).isEmpty();
        assertThat(evidence.read("scope")).isEmpty();
    }

    @Test
    void keepsTheSameNameForEachSubject() {
        Run one = FakeRun.on(FakeCluster.homelab()).of("gd-1").withRaw("node", "wk-1");
        Run two = FakeRun.on(FakeCluster.homelab()).of("gd-1").withRaw("node", "wk-2");

        String first = evidence.keep(one, "scope.json", "of wk-1");
        evidence.keep(two, "scope.json", "of wk-2");
        evidence.keep(RUN, "scope.json", "of all");

        assertThat(first).isEqualTo("gd-1/scope.json@wk-1");
        assertThat(evidence.read(first)).contains("of wk-1");
        assertThat(evidence.read("gd-1/scope.json@wk-2")).contains("of wk-2");
        assertThat(evidence.read("gd-1/scope.json")).contains("of all");
        assertThat(evidence.read("gd-1/scope.json@wk-_")).isEmpty();
        assertThat(evidence.of("gd-1"))
                .extracting(Evidence.Kept::name)
                .containsExactlyInAnyOrder("scope.json", "scope.json@wk-1", "scope.json@wk-2");
    }

    @Test
    void keepsTheNewestUnderOneName() {
        evidence.keep(RUN, "scope", "first");
        evidence.keep(RUN, "scope", "second");
        evidence.keep(RUN, "preview", "third");

        assertThat(evidence.read("gd-1/scope")).contains("second");
        assertThat(evidence.of("gd-1")).extracting(Evidence.Kept::name).containsExactly("scope", "preview");
        assertThat(evidence.of("gd-1").get(0).size()).isEqualTo(6);
    }

    @Test
    void takesSecretsOutBeforeAnythingIsKept() {
        redaction.learn("kept-in-the-password-manager");

        evidence.keep(RUN, "state", "a: kept-in-the-password-manager\npassword: hunter2hunter2\n");

        assertThat(evidence.read("gd-1/state").orElseThrow())
                .doesNotContain("kept-in-the-password-manager", "hunter2hunter2")
                .contains("[redacted]");
    }

    @Test
    void cutsWhatIsTooLongAndSaysSo() {
        evidence.keep(RUN, "state", "x".repeat(Evidence.LONGEST + 7));

        assertThat(evidence.read("gd-1/state").orElseThrow())
                .hasSizeLessThan(Evidence.LONGEST + 100)
                .endsWith("(cut: 7 characters more)\n");
    }

    @Test
    void keepsWhatADatabaseWouldRefuse() {
        evidence.keep(RUN, "state", "a\0b");

        assertThat(evidence.read("gd-1/state")).contains("ab");
    }

    @Test
    void refusesANameThatIsNone() {
        for (String name : List.of("", "../x", "a/b", "A", "x".repeat(101))) {
            assertThatThrownBy(() -> evidence.keep(RUN, name, "x")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static JdbcClient database() {
        var source = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(source).load().migrate();
        return JdbcClient.create(source);
    }
}
