package dev.kaltstart.git;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.ClusterRepository.Credentials;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.shell.Bench;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Git host, a person who works with it, and Kaltstart's clones of it: real Git, real journal. */
final class Forge {

    static final String RECOVERY = "gitops-drift-20261125-0300-abcde";
    static final Instant AT = Instant.parse("2026-11-25T03:00:00Z");

    final Path root;
    /** The bare repository on the host. */
    final Path bare;
    /** The person's checkout. */
    final Path person;

    final Path home;
    final Bench bench;

    /** There are many reads; they use the spool only where redaction matters. */
    boolean quick = true;

    /** Runs after the last read, right before the push. */
    Runnable beforePush = () -> {};

    Forge(Path root) throws IOException {
        this.root = root.toRealPath();
        bare = this.root.resolve("host/cluster.git");
        home = this.root.resolve("home");
        Files.createDirectories(home);
        bench = new Bench(home);
        person = RealGit.repository(this.root.resolve("checkout"));
        Files.createDirectories(bare);
        RealGit.git(bare, "init", "--quiet", "--bare", "--initial-branch=main");
        commit("apps/paperless/app.yaml", "image: paperless\n");
        commit("apps/mediabox/app.yaml", "image: mediabox\n");
        push();
    }

    CommitId commit(String file, String content) throws IOException {
        RealGit.commit(person, file, content);
        return personHead();
    }

    /** An unwanted push by someone else. */
    CommitId destroy(String path) {
        RealGit.git(person, "rm", "-r", "--quiet", "--", path);
        RealGit.git(person, "commit", "--quiet", "--message=Tidy up");
        return personHead();
    }

    CommitId personHead() {
        return new CommitId(RealGit.git(person, "rev-parse", "HEAD"));
    }

    void push(String... more) {
        RealGit.git(
                person,
                Stream.concat(
                                Stream.of("push", "--quiet"),
                                Stream.concat(Stream.of(more), Stream.of(bare.toString(), "HEAD:main")))
                        .toArray(String[]::new));
    }

    CommitId hostHead() {
        return new CommitId(RealGit.git(bare, "rev-parse", "refs/heads/main"));
    }

    void hook(String name, String script) throws IOException {
        Path hook = bare.resolve("hooks").resolve(name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        hook.toFile().setExecutable(true);
    }

    RecoveryClone clone(String step) {
        return clone(bare.toString(), step);
    }

    RecoveryClone clone(String url, String step) {
        return clone(repository(url, null, Credentials.NONE), step);
    }

    ClusterRepository repository(String url, @Nullable String mirror, Credentials credentials) {
        return new ClusterRepository(
                new RepositoryUrl(url), mirror == null ? null : new RepositoryUrl(mirror), "main", person, credentials);
    }

    /** The recovery's clone for one attempt of one step; the same attempt again after a crash. */
    RecoveryClone clone(ClusterRepository repository, String step) {
        var shells = bench.shells();
        Shell journaled = shells.of(RECOVERY, step, shells.local());
        return clone(repository, command -> {
            if (command.arguments().contains("push")) {
                beforePush.run();
            }
            return journaled.run(command);
        });
    }

    RecoveryClone clone(ClusterRepository repository, Shell acting) {
        var shells = bench.shells();
        Shell looking = quick ? new RealGit() : shells.unremembered(shells.local());
        return new RecoveryClones(new Home(home), bench.redaction)
                .of(new HomeLab(repository, acting, looking), RECOVERY);
    }

    Path clonePath() {
        return home.resolve("clones").resolve(RECOVERY + ".git");
    }

    record HomeLab(ClusterRepository repository, Shell shell, Shell looking) implements Cluster {

        @Override
        public String name() {
            return "homelab";
        }

        @Override
        public Inventory inventory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Clock clock() {
            return Clock.fixed(AT, ZoneOffset.UTC);
        }

        @Override
        public Duration pace(Duration duration) {
            return duration;
        }

        @Override
        public KubernetesClient kubernetes() {
            throw new UnsupportedOperationException();
        }
    }
}
