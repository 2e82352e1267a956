package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFixture.APPS;
import static dev.kaltstart.flux.DriftFixture.MEDIA;
import static dev.kaltstart.flux.DriftFixture.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flux is let go on, and everything is where it is wanted, or it is said what is not. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class FollowTest {

    private static final FluxId SOURCE = new FluxId("GitRepository", "flux-system", "flux-system");
    private static final String REQUESTED = "reconcile.fluxcd.io/requestedAt";

    KubernetesClient client;

    private DriftFixture drift;
    private ResumeFlux resume;
    private ReconcileFlux reconcile;
    private VerifySuspensions verify;
    private final AwaitTerminating terminating = new AwaitTerminating();

    @BeforeEach
    void begin() {
        drift = new DriftFixture(client);
        resume = new ResumeFlux(drift.suspensions, run -> Optional.of(drift.commits()));
        reconcile = new ReconcileFlux(run -> Optional.of(drift.commits()));
        verify = new VerifySuspensions(drift.suspensions, drift.evidence);
        drift.run.set(DriftFacts.HEAD, NEWEST);
    }

    private void hold(FluxId... objects) {
        drift.suspensions.hold(drift.cluster, drift.run.mode(), drift.run.recovery(), "a test", List.of(objects));
    }

    private boolean stands(FluxId id) {
        return FluxKinds.find(client, id).filter(FluxObject::suspended).isPresent();
    }

    private String requested(FluxId id) {
        var annotations = FluxKinds.resource(client, id).get().getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(REQUESTED, "");
    }

    @Test
    void letsGoWhenTheSourceHasWhatIsWanted() {
        drift.running().kustomization("cluster-apps").there();
        hold(APPS);
        assertThat(Turn.check(resume, drift.run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(resume, drift.run);

        assertThat(stands(APPS)).isFalse();
        assertThat(requested(SOURCE)).isNotEmpty();
        assertThat(Turn.check(resume, drift.run).message()).contains("follows Git again");
    }

    @Test
    void letsNothingGoThatWouldApplyTheOldStateOnceMore() {
        drift.world.source(FluxWorld.OLDER).kustomization("cluster-apps").there();
        hold(APPS);

        assertThatThrownBy(() -> Turn.perform(resume, drift.run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("SOURCE_BEHIND"))
                .hasMessageContaining(NEWEST.abbreviated());

        assertThat(stands(APPS)).isTrue();
    }

    @Test
    void letsTheSourceGoFirstSoThatItCanFetch() {
        drift.world.source(FluxWorld.OLDER).kustomization("cluster-apps").there();
        hold(SOURCE, APPS);

        assertThatThrownBy(() -> Turn.perform(resume, drift.run)).isInstanceOf(Failure.NeedsHuman.class);

        assertThat(stands(SOURCE)).isFalse();
        assertThat(stands(APPS)).isTrue();
        assertThat(requested(SOURCE)).isNotEmpty();
    }

    @Test
    void hasNothingToLetGoWhenNothingWasHeld() {
        assertThat(Turn.check(resume, drift.run).message()).isEqualTo("nothing was suspended");
    }

    @Test
    void isThereWhenAllThatIsNotSuspendedIsReadyWithWhatIsWanted() {
        drift.running()
                .kustomization("cluster-apps")
                .there()
                .kustomization("paused")
                .suspended()
                .there();

        assertThat(Turn.check(reconcile, drift.run))
                .isInstanceOf(Check.Met.class)
                .extracting(Check::message)
                .asString()
                .contains(NEWEST.abbreviated(), "suspended, so not waited for: Kustomization flux-system/paused");
    }

    @Test
    void waitsForOneThatIsReadyAtWhatWasBefore() {
        drift.world
                .source(FluxWorld.OLDER)
                .kustomization("cluster-apps")
                .applied(FluxWorld.OLDER)
                .there();

        assertThat(Turn.check(reconcile, drift.run)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void namesTheRootAndHowFarItIs() {
        drift.running()
                .kustomization("postgres")
                .failing("HealthCheckFailed", "health check failed")
                .there()
                .kustomization("paperless")
                .after("postgres")
                .failing("DependencyNotReady", "dependency 'flux-system/postgres' is not ready")
                .there()
                .kustomization("fine")
                .there()
                .kustomization("well")
                .there();

        assertThat(Turn.check(reconcile, drift.run)).isInstanceOfSatisfying(Check.NotYet.class, not -> {
            assertThat(not.progress()).isEqualTo(0.5);
            assertThat(not.message()).contains("2 are not there yet", "to blame: Kustomization flux-system/postgres");
        });
    }

    @Test
    void asksAPersonOnceWhatFailsCannotPass() {
        drift.running()
                .kustomization("echo")
                .failing(
                        "ReconciliationFailed",
                        "Deployment/media/echo dry-run failed: failed to create typed patch object (media/echo; apps/v1,"
                                + " Kind=Deployment): .spec.replicas: expected numeric (int or float)")
                .there();
        assertThat(Turn.check(reconcile, drift.run)).as("it may be of before").isInstanceOf(Check.NotYet.class);

        drift.cluster.pass(Duration.ofMinutes(4));

        assertThatThrownBy(() -> Turn.check(reconcile, drift.run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("FLUX_REFUSED"))
                .hasMessageContainingAll(
                        "flux-system/echo", "Deployment/media/echo", ".spec.replicas: expected numeric");
    }

    /** What tried the revert itself has no earlier try to be mistaken for. */
    @Test
    void asksAPersonSoonWhenTheRevertItselfFails() {
        drift.running()
                .kustomization("echo")
                .attempted(FluxWorld.NEWEST)
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there();
        drift.run.with(DriftFacts.PUSHED, DriftFixture.NEWEST.value());
        drift.cluster.pass(Duration.ofSeconds(30));
        assertThat(Turn.check(reconcile, drift.run)).isInstanceOf(Check.NotYet.class);

        drift.cluster.pass(Duration.ofSeconds(20));

        assertThatThrownBy(() -> Turn.check(reconcile, drift.run)).hasMessageContaining("flux-system/echo");
    }

    @Test
    void waitsForWhatMayPass() {
        drift.running()
                .kustomization("echo")
                .failing(
                        "HealthCheckFailed",
                        "health check failed after 5m0s: timeout waiting for: [Deployment/media/echo]")
                .there();

        drift.cluster.pass(Duration.ofMinutes(4));

        assertThat(Turn.check(reconcile, drift.run)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void asksWhatIsBehindAndLeavesTheOthersAlone() {
        drift.running()
                .kustomization("cluster-apps")
                .applied(FluxWorld.OLDER)
                .there()
                .kustomization("media")
                .there();

        Turn.perform(reconcile, drift.run);

        assertThat(requested(APPS)).isNotEmpty();
        assertThat(requested(MEDIA)).isEmpty();
    }

    @Test
    void asksInTheOrderInWhichOneNeedsTheOther() {
        drift.running()
                .kustomization("a-app")
                .after("postgres")
                .there()
                .kustomization("postgres")
                .below("zz-cluster")
                .there()
                .kustomization("zz-cluster")
                .there();
        var all = DriftLook.at(client, Set.of()).orElseThrow().objects().values().stream()
                .filter(object -> object.id().kind().equals("Kustomization"))
                .toList();

        assertThat(ReconcileFlux.inOrder(all))
                .extracting(object -> object.id().name())
                .containsExactly("zz-cluster", "postgres", "a-app");
    }

    @Test
    void nothingOfOursMayStaySuspended() {
        drift.running().kustomization("cluster-apps").there();
        hold(APPS);
        assertThat(Turn.check(verify, drift.run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(verify, drift.run);

        assertThat(Turn.check(verify, drift.run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void aMarkOfOursWithoutARowHoldsItUp() {
        drift.running()
                .kustomization("media")
                .annotated(LeaseMarks.HOLDER, drift.run.recovery())
                .suspended()
                .there();

        assertThat(Turn.check(verify, drift.run)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void whatOthersHaveSuspendedIsNamedAndHoldsNothingUp() {
        drift.running()
                .kustomization("before")
                .suspended()
                .there()
                .kustomization("since")
                .suspended()
                .there();
        new AffectedObjects(
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        List.of(),
                        List.of(
                                FluxId.kustomization("flux-system", "before"),
                                FluxId.kustomization("flux-system", "resumed")))
                .keep(drift.run, drift.evidence);

        assertThat(Turn.check(verify, drift.run))
                .isInstanceOf(Check.Met.class)
                .extracting(Check::message)
                .asString()
                .contains(
                        "suspended by others before, and still suspended: Kustomization flux-system/before",
                        "since the start: Kustomization flux-system/since",
                        "is not any more: Kustomization flux-system/resumed");
    }

    @Test
    void waitsForNamespacesThatAreBeingDeleted() {
        going("media", "Some resources are remaining: widgets.example.org has 1 resource instances");

        assertThat(Turn.check(terminating, drift.run)).isInstanceOf(Check.NotYet.class);
        drift.cluster.pass(Duration.ofMinutes(4));

        assertThat(Turn.check(terminating, drift.run)).isInstanceOf(Check.Met.class);
        assertThat(drift.run.get(DriftFacts.NAMESPACE_STUCK)).isTrue();
        assertThat(drift.run.get(DriftFacts.STUCK_WORDS)).startsWith("media: ").contains("widgets.example.org");
    }

    @Test
    void goesOnWhenNoNamespaceIsBeingDeleted() {
        assertThat(Turn.check(terminating, drift.run)).isInstanceOf(Check.Met.class);
        assertThat(drift.run.get(DriftFacts.NAMESPACE_STUCK)).isFalse();
    }

    private void going(String name, String holds) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Terminating")
                        .withConditions(
                                new NamespaceConditionBuilder()
                                        .withType("NamespaceContentRemaining")
                                        .withStatus("True")
                                        .withMessage(holds)
                                        .build(),
                                new NamespaceConditionBuilder()
                                        .withType("NamespaceDeletionContentFailure")
                                        .withStatus("False")
                                        .withMessage("All content successfully deleted")
                                        .build())
                        .endStatus()
                        .build())
                .create();
    }
}
