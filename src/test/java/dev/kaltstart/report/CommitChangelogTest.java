package dev.kaltstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.TestClones;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** In a real checkout, with real Git. */
class CommitChangelogTest {

    private static final String BEFORE =
            "# Changelog\n\n## 2026-11-01\n\n- a token ghp_0123456789abcdefghijklmnopqrstuvwxyzAB\n";
    private static final ChangelogEntry ENTRY = new ChangelogEntry(
            LocalDate.of(2026, 11, 23), "**node-failure of wk-2: recovered**", List.of("Reason: dead"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path checkout;

    @SuppressWarnings("NullAway.Init")
    private FakeRun run;

    @SuppressWarnings("NullAway.Init")
    private Reports reports;

    @BeforeEach
    void aCheckoutWithAChangelog() throws IOException {
        checkout = RealGit.repository(directory.resolve("checkout"));
        RealGit.commit(checkout, "docs/CHANGELOG.md", BEFORE);
        run = FakeRun.on(new InCheckout(FakeInventory.homelabIn(checkout)));
        reports = reports();
    }

    @Test
    void putsTheEntryOnTopAndLeavesEveryOtherByte() {
        assertThat(Turn.check(step(), run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(step(), run);

        assertThat(Turn.check(step(), run).message()).startsWith("committed as ");
        assertThat(changelog())
                .startsWith("# Changelog\n\n## 2026-11-23\n\n- **node-failure of wk-2: recovered**\n")
                .endsWith(BEFORE.substring(BEFORE.indexOf("## 2026-11-01")));
        assertThat(RealGit.git(checkout, "log", "-1", "--format=%s%n%b"))
                .contains("Record the recovery " + FakeRun.RECOVERY);
        assertThat(RealGit.git(checkout, "status", "--porcelain")).isEmpty();
    }

    @Test
    void goesOnWithItsOwnWorkAfterACrashBeforeTheCommit() throws IOException {
        Turn.perform(step(), run);
        RealGit.git(checkout, "reset", "--quiet", "--soft", "HEAD~1");
        String left = changelog();

        Turn.perform(step(), run);

        assertThat(changelog()).isEqualTo(left).containsOnlyOnce("wk-2: recovered");
        assertThat(Turn.check(step(), run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void neverTakesSomebodysUnfinishedWorkAlong() throws IOException {
        Files.writeString(checkout.resolve("docs/CHANGELOG.md"), BEFORE + "- being written\n");

        assertThatThrownBy(() -> Turn.perform(step(), run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("CHANGELOG_NOT_COMMITTED"))
                .hasMessageContaining("not committed")
                .hasMessageContaining("wk-2: recovered");
        assertThat(changelog()).endsWith("- being written\n").doesNotContain("wk-2");
    }

    @Test
    void makesAChangelogWhereThereIsNone() {
        RealGit.git(checkout, "rm", "--quiet", "docs/CHANGELOG.md");
        RealGit.git(checkout, "commit", "--quiet", "--message=none");

        Turn.perform(step(), run);

        assertThat(changelog()).startsWith("# Changelog\n\n## 2026-11-23\n");
        assertThat(Turn.check(step(), run)).isInstanceOf(Check.Met.class);
    }

    /** After a revert was pushed every checkout is behind: a commit there would diverge from the branch. */
    @Test
    void offersABranchOnTheHostWhereTheCheckoutIsBehind() throws IOException {
        Path host = directory.resolve("host.git");
        RealGit.git(directory, "clone", "--quiet", "--bare", checkout.toString(), host.toString());
        Path colleague = directory.resolve("colleague");
        RealGit.git(directory, "clone", "--quiet", host.toString(), colleague.toString());
        RealGit.commit(colleague, "apps/echo.yaml", "replicas: 1\n");
        RealGit.git(colleague, "push", "--quiet", "origin", "HEAD");
        String head = RealGit.git(host, "rev-parse", "HEAD").strip();
        String branch = RealGit.git(checkout, "symbolic-ref", "--short", "HEAD").strip();
        run = FakeRun.on(new InCheckout(
                FakeInventory.homelabIn(checkout),
                new ClusterRepository(
                        new RepositoryUrl(host.toString()),
                        null,
                        branch,
                        checkout,
                        ClusterRepository.Credentials.NONE)));

        Turn.perform(step(), run);

        String offered = "kaltstart/changelog-" + FakeRun.RECOVERY;
        assertThat(Turn.check(step(), run).message()).contains("is behind the host", offered);
        assertThat(RealGit.git(host, "rev-parse", offered + "~1").strip()).isEqualTo(head);
        assertThat(RealGit.git(host, "show", offered + ":docs/CHANGELOG.md"))
                .contains("- **node-failure of wk-2: recovered**", "## 2026-11-01");
        assertThat(RealGit.git(host, "diff", "--name-only", head, offered).strip())
                .isEqualTo("docs/CHANGELOG.md");
        assertThat(RealGit.git(checkout, "status", "--porcelain")).isEmpty();
        assertThat(changelog()).isEqualTo(BEFORE);
    }

    private CommitChangelog step() {
        return new CommitChangelog(
                new OneEntry(), new ChangelogBranch(TestClones.in(new Home(directory.resolve("clones")))), reports);
    }

    private Reports reports() {
        var nowhere = JdbcClient.create(new DriverManagerDataSource("jdbc:h2:mem:"));
        return new Reports(nowhere, new Home(directory.resolve("home")), Clock.systemUTC());
    }

    private static final class OneEntry extends ChangelogEntries {

        @SuppressWarnings("NullAway")
        OneEntry() {
            super(null);
        }

        @Override
        ChangelogEntry of(Run run) {
            return ENTRY;
        }
    }

    /** Nothing of it is needed but its checkout. */
    private record InCheckout(Inventory inventory, @Nullable ClusterRepository host) implements Cluster {

        InCheckout(Inventory inventory) {
            this(inventory, null);
        }

        @Override
        public ClusterRepository repository() {
            return host == null ? Cluster.super.repository() : host;
        }

        @Override
        public String name() {
            return inventory.name();
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Duration pace(Duration duration) {
            return duration;
        }

        @Override
        public Shell shell() {
            return new RealGit();
        }

        @Override
        public Shell looking() {
            return new RealGit();
        }

        @Override
        public KubernetesClient kubernetes() {
            throw new UnsupportedOperationException();
        }
    }

    private String changelog() {
        try {
            return Files.readString(checkout.resolve("docs/CHANGELOG.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
