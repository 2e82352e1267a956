package dev.kaltstart.flux;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.diagnosis.Commits;
import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.lease.SuspensionRows;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.Lineage;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A recovery of a cluster that does not follow Git, with commits and comparisons as a test has written them down. */
final class DriftFixture {

    static final CommitId NEWEST = Revisions.commit(FluxWorld.NEWEST).orElseThrow();
    static final CommitId OLDER = Revisions.commit(FluxWorld.OLDER).orElseThrow();
    static final FluxId SYNC = FluxId.kustomization("flux-system", "flux-system");
    static final FluxId APPS = FluxId.kustomization("flux-system", "cluster-apps");
    static final FluxId MEDIA = FluxId.kustomization("flux-system", "media");

    final EvidenceInMemory evidence = new EvidenceInMemory();
    final SuspensionRows rows = new SuspensionRows(database());
    final Suspensions suspensions = new Suspensions(rows, Clock.systemUTC());
    final FakeCluster cluster;
    final FakeRun run;
    final FluxWorld world;
    private final Map<CommitId, Comparison> comparisons = new HashMap<>();
    private final Map<CommitId, Lineage> lineages = new HashMap<>();
    private final List<Commit> newer = new ArrayList<>();

    DriftFixture(KubernetesClient client) {
        cluster = FakeCluster.homelab().with(client);
        run = FakeRun.on(cluster).with(DriftFacts.HEAD, NEWEST).with(DriftFacts.GIT_ANSWERS, true);
        world = new FluxWorld(client);
    }

    /** Where the outage was found to begin, and why. */
    final List<String> outage = new ArrayList<>();

    static Suspensions suspensions() {
        return new Suspensions(new SuspensionRows(database()), Clock.systemUTC());
    }

    /** The source has the head of the branch, and the controllers run. */
    FluxWorld running() {
        return world.source(FluxWorld.NEWEST)
                .controllers("source-controller", "kustomize-controller", "helm-controller");
    }

    DriftFixture differs(CommitId commit, Difference... differences) {
        comparisons.put(commit, new Comparison(List.of(differences), List.of(), List.of()));
        return this;
    }

    DriftFixture doesNotBuild(CommitId commit, String message) {
        comparisons.put(commit, new Comparison(List.of(), List.of(), List.of(message)));
        return this;
    }

    DriftFixture stands(CommitId commit, Lineage lineage) {
        lineages.put(commit, lineage);
        return this;
    }

    DriftFixture came(Commit commit) {
        newer.add(commit);
        return this;
    }

    static Difference difference(Action action, InventoryEntry object, FluxId owner, String... managers) {
        return new Difference(object, action, owner, List.of(managers));
    }

    Instant now() {
        return cluster.clock().instant();
    }

    ScopeDrift scopeDrift() {
        return new ScopeDrift(
                (any, unknown) -> Optional.of(commits()),
                (any, commit) -> Optional.ofNullable(comparisons.get(commit))
                        .orElseThrow(() -> new GitTrouble("nothing is written down for " + commit)),
                suspensions,
                evidence,
                new Redaction(),
                (of, at, why) -> outage.add(at + ": " + why));
    }

    /** @return the words of the scope */
    String scope() {
        Check check = Turn.check(scopeDrift(), run);
        if (!(check instanceof Check.Met)) {
            throw new AssertionError("not met: " + check);
        }
        return check.message();
    }

    String way() {
        return run.get(DriftFacts.WAY);
    }

    AffectedObjects affected() {
        return AffectedObjects.of(run, evidence);
    }

    Commits commits() {
        return new Commits() {
            @Override
            public Lineage lineage(CommitId commit, CommitId head) {
                return lineages.getOrDefault(commit, new Lineage.Contained(1));
            }

            @Override
            public boolean contains(CommitId commit, CommitId ancestor) {
                return !commit.equals(OLDER)
                        && (ancestor.equals(OLDER)
                                || newer.stream()
                                        .map(Commit::id)
                                        .dropWhile(id -> !id.equals(commit))
                                        .skip(1)
                                        .anyMatch(ancestor::equals));
            }

            @Override
            public List<Commit> between(CommitId good, CommitId head, int most) {
                return newer.stream().takeWhile(one -> !one.id().equals(good)).toList();
            }
        };
    }

    private static JdbcClient database() {
        var source = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(source).load().migrate();
        return JdbcClient.create(source);
    }
}
