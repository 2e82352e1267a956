package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.diagnosis.TerminatingObjects;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.storage.StorageFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bad commit has done is found, stopped and let go on again, with the real controllers of Flux. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class ContainLabIT {

    @TempDir
    Path directory;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final Suspensions suspensions = DriftFixture.suspensions();
    private World world;
    private LabRepository repository;
    private LabFlux flux;
    private FakeRun run;
    private String good = "";

    @BeforeEach
    void aParentAndTwoChildren() {
        world = LabWorld.open();
        // the scope is that of the whole cluster
        world.until(
                "what others had is gone",
                () -> new Flux(world.kubernetes())
                        .kustomizations()
                        .orElse(List.of())
                        .isEmpty());
        repository = LabRepository.open(directory, world.namespace());
        flux = LabFlux.watching(world, repository);
        run = FakeRun.on(world.cluster()).with(DriftFacts.GIT_ANSWERS, true);
        good = repository
                .write("app/map.yaml", map("app", "1"))
                .write("other/map.yaml", map("other", "1"))
                .write("cluster/app.yaml", LabFlux.manifest(world.namespace(), "app", "app", "suspend: false"))
                .write("cluster/other.yaml", LabFlux.manifest(world.namespace(), "other", "other", ""))
                .push();
        flux.create(LabFlux.manifest(world.namespace(), "cluster", "cluster", ""));
        for (String name : List.of("cluster", "app", "other")) {
            flux.applied(name, good);
        }
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void aCommitThatDoesNotBuildIsFoundStoppedAndLetGoOn() {
        String bad = repository.write("app/broken.yaml", "kind: [").push();
        world.until(
                "it is seen",
                () -> seen("app").failed() && bad.equals(seen("other").appliedRevision()));
        run.set(DriftFacts.HEAD, commit(bad));

        Check scope = Turn.check(scopeDrift(), run);

        assertThat(run.get(DriftFacts.WAY)).as(scope.message()).isEqualTo("revert");
        assertThat(run.get(DriftFacts.GOOD)).isEqualTo(commit(good).value());
        assertThat(AffectedObjects.of(run, evidence).stop()).containsExactly(id("app"));

        var suspend = new SuspendFlux(suspensions, evidence);
        Turn.perform(suspend, run);
        assertThat(Turn.check(suspend, run)).isInstanceOf(Check.Met.class);
        assertThat(seen("cluster").suspended() && seen("app").suspended()).isTrue();
        assertThat(seen("other").suspended()).isFalse();

        String mended = repository.write("app/broken.yaml", map("mended", "1")).push();
        flux.applied("other", mended);
        assertThat(seen("app").appliedRevision()).as("it stands still").isEqualTo(good);

        run.set(DriftFacts.HEAD, commit(mended));
        var resume = new ResumeFlux(suspensions, any -> Optional.empty());
        Turn.perform(resume, run);
        assertThat(Turn.check(resume, run)).isInstanceOf(Check.Met.class);
        var reconcile = new ReconcileFlux(any -> Optional.empty());
        Turn.perform(reconcile, run);
        world.until("all is well", () -> Turn.check(reconcile, run) instanceof Check.Met);
        assertThat(seen("app").appliedRevision()).isEqualTo(mended);
        assertThat(Turn.check(new VerifySuspensions(suspensions, evidence), run))
                .isInstanceOf(Check.Met.class);
    }

    @Test
    void whatIsAffectedIsSavedAsTheRealServerHasIt() {
        new AffectedObjects(
                        List.of(id("app")), List.of(id("app")), List.of(world.namespace()), false, List.of(), List.of())
                .keep(run, evidence);
        var save = new SaveState(evidence);

        Turn.perform(save, run);

        assertThat(Turn.check(save, run)).isInstanceOf(Check.Met.class);
        assertThat(evidence.read(run.get(StorageFacts.SAVED_STATE)).orElseThrow())
                .contains("kind: \"ConfigMap\"", "lastAppliedRevision: \"" + good)
                .doesNotContain("managedFields");
    }

    @Test
    void whatIsBeingDeletedIsSeenWithItsOwner() {
        world.kubernetes()
                .configMaps()
                .inNamespace(world.namespace())
                .withName("app")
                .edit(map -> {
                    map.getMetadata().setFinalizers(List.of("kaltstart.dev/held"));
                    return map;
                });
        try {
            world.kubernetes()
                    .configMaps()
                    .inNamespace(world.namespace())
                    .withName("app")
                    .delete();

            TerminatingObjects going =
                    TerminatingObjects.at(world.kubernetes(), List.of(seen("cluster"), seen("app"), seen("other")));

            assertThat(going.objects()).contains(new InventoryEntry(world.namespace(), "app", "", "ConfigMap", "v1"));
            assertThat(going.owners()).contains(id("app"));
        } finally {
            world.kubernetes()
                    .configMaps()
                    .inNamespace(world.namespace())
                    .withName("app")
                    .edit(map -> {
                        map.getMetadata().setFinalizers(List.of());
                        return map;
                    });
        }
    }

    private ScopeDrift scopeDrift() {
        return new ScopeDrift(
                (any, unknown) -> Optional.empty(),
                (any, commit) -> {
                    throw new GitTrouble("not compared here");
                },
                suspensions,
                evidence,
                new Redaction(),
                (of, at, why) -> {});
    }

    private static CommitId commit(String revision) {
        return Revisions.commit(revision).orElseThrow();
    }

    private FluxId id(String name) {
        return FluxId.kustomization(world.namespace(), name);
    }

    private FluxObject seen(String name) {
        return new FluxObject(flux.kustomization(name).get());
    }

    private String map(String name, String value) {
        return LabFlux.map(world.namespace(), name, value);
    }
}
