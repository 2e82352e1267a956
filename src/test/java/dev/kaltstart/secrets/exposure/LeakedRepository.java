package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.TestClones;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A host with a repository, a person who commits to it, and a step that looks at its history: real Git, real rows. */
final class LeakedRepository {

    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    final Path host;
    final Path person;
    final ExposedValues rows;
    final EvidenceInMemory evidence = new EvidenceInMemory();
    FakeRun run;

    private final Path root;
    private Inventory inventory;
    private Instant time = Instant.parse("2024-01-01T00:00:00Z");

    LeakedRepository(Path directory) throws IOException {
        this(directory, bare(directory.toRealPath().resolve("host.git")));
    }

    /** Of another host, which has a branch main. */
    LeakedRepository(Path directory, Path host) throws IOException {
        root = Files.createDirectories(directory).toRealPath();
        this.host = host;
        person = RealGit.repository(root.resolve("checkout"));
        inventory = FakeInventory.homelabIn(person);
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        rows = new ExposedValues(JdbcClient.create(database));
        run = newRun();
    }

    private static Path bare(Path host) throws IOException {
        RealGit.git(Files.createDirectories(host), "init", "--quiet", "--bare", "--initial-branch=main");
        return host;
    }

    LeakedRepository declaring(Inventory other) {
        inventory = other;
        run = newRun();
        return this;
    }

    private FakeRun newRun() {
        return FakeRun.on(new OnHost(this)).of("secret-compromise-20261130-1200-abcde");
    }

    /** The time of the next commits. */
    LeakedRepository on(String day) {
        time = Instant.parse(day + "T00:00:00Z");
        return this;
    }

    LeakedRepository commit(String file, String content) throws IOException {
        Path path = person.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
        RealGit.git(person, "--literal-pathspecs", "add", "--force", "--", file);
        return commit();
    }

    LeakedRepository delete(String file) {
        RealGit.git(person, "rm", "--quiet", "--", file);
        return commit();
    }

    LeakedRepository move(String file, String to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(person.resolve(to).getParent()));
        RealGit.git(person, "mv", file, to);
        return commit();
    }

    LeakedRepository git(String... arguments) {
        RealGit.git(person, arguments);
        return this;
    }

    private LeakedRepository commit() {
        Result result = new RealGit()
                .run(Command.of("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@localhost")
                        .plus("commit", "--quiet", "--message=change")
                        .with("GIT_COMMITTER_DATE", time.toString())
                        .with("GIT_AUTHOR_DATE", time.toString())
                        .in(person));
        if (!result.succeeded()) {
            throw new AssertionError(result.error() + result.output());
        }
        return this;
    }

    <T> LeakedRepository leaked(Fact<T> fact, T value) {
        run = run.with(fact, value);
        return this;
    }

    /** Pushes everything and computes. */
    List<ExposedValue> exposed() {
        RealGit.git(person, "push", "--quiet", "--force", "--all", host.toString());
        RealGit.git(person, "push", "--quiet", "--force", "--tags", host.toString());
        look();
        return rows.of(run.recovery());
    }

    Check look() {
        return new ComputeExposure(TestClones.in(new Home(root.resolve("home"))), rows, evidence, new Redaction())
                .check(run);
    }

    List<String> files() {
        return exposed().stream().map(ExposedValue::file).distinct().sorted().toList();
    }

    record OnHost(LeakedRepository repository0) implements Cluster {

        @Override
        public String name() {
            return "homelab";
        }

        @Override
        public Inventory inventory() {
            return repository0.inventory;
        }

        @Override
        public Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Override
        public Duration pace(Duration duration) {
            return duration;
        }

        @Override
        public Shell shell() {
            return command -> {
                throw new AssertionError("the exposure is computed without acting: " + command.line());
            };
        }

        @Override
        public Shell looking() {
            return new RealGit();
        }

        @Override
        public KubernetesClient kubernetes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClusterRepository repository() {
            return new ClusterRepository(
                    new RepositoryUrl(repository0.host.toString()),
                    null,
                    "main",
                    repository0.person,
                    ClusterRepository.Credentials.NONE);
        }
    }
}
