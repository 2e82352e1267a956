package dev.kaltstart.flux;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparisons;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.TestClones;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.SampleTwin;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/** The sample with its repository on a host, a person who pushes to it, and a twin whose Flux follows it. */
public final class SampleDrift implements AutoCloseable {

    final SampleTwin twin;
    public final FakeFlux shell = new FakeFlux();
    final KeptEvidence evidence = new KeptEvidence();
    final Home home;
    final RecoveryClones clones;
    final Comparisons comparisons;
    final Path person;
    final FakeRun run;

    public SampleDrift(Path directory) throws IOException {
        twin = SampleTwin.open(directory);
        home = new Home(Files.createDirectories(directory.resolve("kaltstart")));
        clones = TestClones.in(home);
        comparisons = new Comparisons(clones, home);
        person = directory.resolve("person");
        RealGit.git(directory, "clone", "--quiet", host(), person.toString());
        run = FakeRun.on(new Sample(twin.cluster(), twin.cluster().repository(), shell));
        fetch();
    }

    String host() {
        return Objects.requireNonNull(twin.cluster().repository().url()).value();
    }

    /** As a Kaltstart with real programs sees it. */
    public record Sample(Cluster twin, ClusterRepository repository, Shell shell) implements Cluster {

        @Override
        public String name() {
            return twin.name();
        }

        @Override
        public Inventory inventory() {
            return twin.inventory();
        }

        @Override
        public Clock clock() {
            return twin.clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return twin.pace(duration);
        }

        @Override
        public Shell looking() {
            return shell;
        }

        @Override
        public KubernetesClient kubernetes() {
            return twin.kubernetes();
        }
    }

    public KubernetesClient kubernetes() {
        return run.cluster().kubernetes();
    }

    RecoveryClone repository() {
        return clones.of(run.cluster(), run.recovery());
    }

    public SampleDrift write(String file, String content) {
        try {
            Path path = person.resolve(file);
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SampleDrift delete(String path) {
        RealGit.git(person, "rm", "-r", "--quiet", "--", path);
        return this;
    }

    public SampleDrift replace(String file, String text, String by) {
        try {
            return write(file, Files.readString(person.resolve(file)).replace(text, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommitId commit(String subject) {
        RealGit.git(person, "add", "--all");
        RealGit.git(person, "commit", "--quiet", "--message=" + subject);
        return head();
    }

    public CommitId head() {
        return new CommitId(RealGit.git(person, "rev-parse", "HEAD"));
    }

    CommitId push(String subject) {
        CommitId commit = commit(subject);
        RealGit.git(person, "push", "--quiet", "origin", "HEAD:main");
        return commit;
    }

    /** On a branch of its own, which Flux does not follow; the next one does not build on it. */
    public CommitId offer(String subject) {
        CommitId base = head();
        CommitId commit = commit(subject);
        RealGit.git(person, "push", "--quiet", "origin", "HEAD:refs/heads/offer-" + commit.abbreviated());
        RealGit.git(person, "reset", "--quiet", "--hard", base.value());
        return commit;
    }

    CommitId hostHead() {
        return new CommitId(RealGit.git(Path.of(host()), "rev-parse", "refs/heads/main"));
    }

    void fetch() {
        Turn.check(new FetchRepository(clones), run);
    }

    /** Of a commit that is on the host. */
    public Comparison missing(CommitId commit, Set<FluxId> owners) {
        fetch();
        return comparisons.missing(run, commit, owners);
    }

    public Comparison compare(CommitId commit) {
        fetch();
        return comparisons.of(run, commit);
    }

    @Override
    public void close() {
        twin.close();
    }
}
