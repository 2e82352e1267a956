package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.RecoveryClones;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A host with a repository, a person who commits to it, and a step that looks at its history: real Git, real rows. */
public final class LeakedRepository {

    public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    public final Path host;
    public final Path person;
    public final ExposedValues rows;
    public final EvidenceInMemory evidence = new EvidenceInMemory();
    public FakeRun run;

    private final Path root;
    private String programs = "";
    private @Nullable KubernetesClient client;
    private @Nullable String url;
    private @Nullable Shell shell;
    private Inventory inventory;
    private Instant time = Instant.parse("2024-01-01T00:00:00Z");

    public LeakedRepository(Path directory) throws IOException {
        this(directory, bare(Files.createDirectories(directory).toRealPath().resolve("host.git")));
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

    public LeakedRepository declaring(Inventory other) {
        inventory = other;
        run = newRun();
        return this;
    }

    private FakeRun newRun() {
        return FakeRun.on(new OnHost(this)).of("secret-compromise-20261130-1200-abcde");
    }

    /** The time of the next commits. */
    public LeakedRepository on(String day) {
        time = Instant.parse(day + "T00:00:00Z");
        return this;
    }

    public LeakedRepository commit(String file, String content) throws IOException {
        Path path = person.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
        RealGit.git(person, "--literal-pathspecs", "add", "--force", "--", file);
        return commit();
    }

    public LeakedRepository delete(String file) {
        RealGit.git(person, "rm", "--quiet", "--", file);
        return commit();
    }

    public LeakedRepository move(String file, String to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(person.resolve(to).getParent()));
        RealGit.git(person, "mv", file, to);
        return commit();
    }

    /** Runs every command in this shell. */
    public LeakedRepository in(Shell another) {
        shell = another;
        return this;
    }

    /** Finds this program, too. */
    public LeakedRepository with(KubernetesClient kubernetes) {
        client = kubernetes;
        return this;
    }

    /** Also for the recovery's own clone. */
    public LeakedRepository at(String address) {
        url = address;
        return this;
    }

    public LeakedRepository having(Path program) {
        programs = program.getParent() + ":" + programs;
        return this;
    }

    /** The clones of its recovery. */
    public RecoveryClones clones() {
        return TestClones.in(new Home(root.resolve("home")));
    }

    /** Pushes everything. */
    public LeakedRepository push() {
        RealGit.git(person, "push", "--quiet", "--force", "--all", host.toString());
        RealGit.git(person, "push", "--quiet", "--force", "--tags", host.toString());
        return this;
    }

    public LeakedRepository git(String... arguments) {
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

    public <T> LeakedRepository leaked(Fact<T> fact, T value) {
        run = run.with(fact, value);
        return this;
    }

    /** Pushes everything and computes. */
    public List<ExposedValue> exposed() {
        push();
        look();
        return rows.of(run.recovery());
    }

    Check look() {
        return new ComputeExposure(clones(), rows, evidence, new Redaction()).check(run);
    }

    List<String> files() {
        return exposed().stream().map(ExposedValue::file).distinct().sorted().toList();
    }

    record OnHost(LeakedRepository of) implements Cluster {

        @Override
        public String name() {
            return "homelab";
        }

        @Override
        public Inventory inventory() {
            return of.inventory;
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
            Shell shell = of.shell == null ? new RealGit() : of.shell;
            return command -> shell.run(
                    command.with("PATH", of.programs + System.getenv("PATH")).with("HOME", of.root.toString()));
        }

        @Override
        public KubernetesClient kubernetes() {
            return of.client == null ? FakeCluster.homelab().kubernetes() : of.client;
        }

        @Override
        public ClusterRepository repository() {
            return new ClusterRepository(
                    new RepositoryUrl(of.url == null ? of.host.toString() : of.url),
                    null,
                    "main",
                    of.person,
                    ClusterRepository.Credentials.NONE);
        }
    }
}
