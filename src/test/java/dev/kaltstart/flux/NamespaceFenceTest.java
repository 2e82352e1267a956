package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFixture.APPS;
import static dev.kaltstart.flux.DriftFixture.MEDIA;
import static dev.kaltstart.flux.DriftFixture.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.StepHistory.Execution;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.lease.SuspendSwitch;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a namespace is restored, Flux leaves it alone, and only it; the last of several lets go of what they share. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class NamespaceFenceTest {

    private static final FluxId OFFICE = FluxId.kustomization("flux-system", "office");
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final FluxId OTHER = FluxId.kustomization("flux-system", "other");

    KubernetesClient client;

    private DriftFixture drift;
    private FenceNamespace fence;
    private UnfenceNamespace unfence;
    private FakeRun media;
    private FakeRun office;
    private final List<Execution> steps = new ArrayList<>();

    @BeforeEach
    void begin() {
        drift = new DriftFixture(client);
        var fences = new NamespaceFence(drift.suspensions, drift.evidence);
        fence = new FenceNamespace(
                fences,
                new RestoreQueue(
                        recovery -> steps,
                        fences,
                        drift.evidence,
                        new OneCluster(drift.cluster, false),
                        new ParallelRestores(1)));
        unfence = new UnfenceNamespace(fences);
        drift.running()
                .kustomization("flux-system")
                .there()
                .kustomization("cluster-apps")
                .below("flux-system")
                .there()
                .kustomization("media")
                .below("cluster-apps")
                .there()
                .kustomization("office")
                .below("cluster-apps")
                .there()
                .kustomization("other")
                .below("cluster-apps")
                .there();
        drift.evidence.keep(drift.run, "lost-claims.json", """
                [{"namespace": "media", "name": "films", "trouble": "is gone", "owner": "flux-system/media"},
                 {"namespace": "office", "name": "data", "trouble": "is gone"}]""");
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName("data")
                        .addToLabels("kustomize.toolkit.fluxcd.io/name", "office")
                        .addToLabels("kustomize.toolkit.fluxcd.io/namespace", "flux-system")
                        .endMetadata()
                        .build())
                .create();
        media = FakeRun.on(drift.cluster).about(new Subject.OfNamespace("media"));
        office = FakeRun.on(drift.cluster).about(new Subject.OfNamespace("office"));
    }

    @Test
    void suspendsTheOwnersOfTheClaimsAndAllAboveThem() {
        assertThat(Turn.check(fence, media)).isInstanceOf(Check.NotYet.class);

        Turn.perform(fence, media);

        assertThat(Turn.check(fence, media)).isInstanceOf(Check.Met.class);
        assertThat(suspended(SYNC)).isTrue();
        assertThat(suspended(APPS)).isTrue();
        assertThat(suspended(MEDIA)).isTrue();
        assertThat(suspended(OFFICE)).isFalse();
        assertThat(suspended(OTHER)).isFalse();
    }

    @Test
    void knowsAnOwnerByTheLabelsOfWhatIsThere() {
        Turn.perform(fence, office);

        assertThat(suspended(OFFICE)).isTrue();
        assertThat(suspended(MEDIA)).isFalse();
    }

    @Test
    void keepsWhatAnotherNamespaceStillNeeds() {
        Turn.perform(fence, media);
        Turn.perform(fence, office);

        Turn.perform(unfence, media);

        assertThat(Turn.check(unfence, media)).isInstanceOf(Check.Met.class);
        assertThat(suspended(MEDIA)).isFalse();
        assertThat(suspended(APPS)).isTrue();
        assertThat(Turn.check(fence, office)).isInstanceOf(Check.Met.class);
        Turn.perform(unfence, office);
        assertThat(suspended(APPS)).isFalse();
        assertThat(suspended(SYNC)).isFalse();
    }

    @Test
    void waitsForItsTurnOnlyBeforeItStopsAnything() {
        steps.add(new Execution(
                "e", media.subject(), "m", "restoreVolumes", "n", "waiting", "", null, null, List.of(), NOW, null));

        assertThat(fence.waitsFor(office)).contains("1 namespace to be restored: media");
        Turn.perform(fence, office);

        assertThat(fence.waitsFor(office)).as("chosen again, and still fenced").isEmpty();
    }

    @Test
    void mayBeDoneTwice() {
        Turn.perform(fence, media);
        Turn.perform(fence, media);
        Turn.perform(unfence, media);
        Turn.perform(unfence, media);

        assertThat(suspended(MEDIA)).isFalse();
        Turn.perform(fence, media);
        assertThat(suspended(MEDIA)).isTrue();
    }

    private boolean suspended(FluxId id) {
        return FluxKinds.find(client, id)
                .map(object -> SuspendSwitch.of(id.kind()).on(object.object()))
                .orElseThrow();
    }
}
