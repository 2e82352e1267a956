package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFixture.APPS;
import static dev.kaltstart.flux.DriftFixture.MEDIA;
import static dev.kaltstart.flux.DriftFixture.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.lease.SuspendSwitch;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.Suspension.State;
import dev.kaltstart.flux.lease.SuspensionPlan;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class SuspendFluxTest {

    private static final FluxId INSTANCE = new FluxId("FluxInstance", "flux-system", "flux");
    private static final FluxId OTHER = FluxId.kustomization("flux-system", "other");

    KubernetesClient client;

    private DriftFixture drift;
    private SuspendFlux suspend;

    @BeforeEach
    void begin() {
        drift = new DriftFixture(client);
        suspend = new SuspendFlux(drift.suspensions, drift.evidence);
        drift.running()
                .instance()
                .kustomization("flux-system")
                .there()
                .kustomization("cluster-apps")
                .below("flux-system")
                .there()
                .kustomization("media")
                .below("cluster-apps")
                .there()
                .kustomization("other")
                .below("cluster-apps")
                .there();
        drift.run.set(DriftFacts.WAY, "revert");
        drift.run.set(DriftFacts.CAUSE, "a bad commit\nand more");
    }

    @Test
    void stopsTheRootAndAllAboveItAndNothingBesideIt() {
        stop(MEDIA);
        assertThat(Turn.check(suspend, drift.run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(suspend, drift.run);

        assertThat(Turn.check(suspend, drift.run)).isInstanceOf(Check.Met.class);
        assertThat(drift.suspensions.of(drift.run.recovery()))
                .extracting(Suspension::object)
                .containsExactlyInAnyOrder(INSTANCE, SYNC, APPS, MEDIA);
        assertThat(stands(OTHER)).isFalse();
        assertThat(drift.suspensions.of(drift.run.recovery()).get(0).reason()).isEqualTo("a bad commit");
    }

    @Test
    void stopsFromTheTopDown() {
        var seen = DriftLook.at(client, java.util.Set.of()).orElseThrow();

        assertThat(new SuspensionPlan(seen.objects(), Flux.instance(client)).smallest(List.of(MEDIA)))
                .containsExactly(INSTANCE, SYNC, APPS, MEDIA);
    }

    @Test
    void stopsNothingWhenNothingIsToBeStopped() {
        stop();
        drift.run.set(DriftFacts.WAY, "key");

        assertThat(Turn.check(suspend, drift.run))
                .isInstanceOf(Check.Met.class)
                .extracting(Check::message)
                .asString()
                .contains("nothing is suspended", "'key'");
    }

    @Test
    void stopsTheTopWhenEverythingElseIsGone() {
        stop(FluxId.kustomization("flux-system", "gone"));

        Turn.perform(suspend, drift.run);

        assertThat(stands(SYNC)).isTrue();
        assertThat(stands(APPS)).isFalse();
    }

    @Test
    void leavesOutWhatIsGoneWhenWhatHasMadeItIsThere() {
        stop(FluxId.kustomization("flux-system", "gone"), APPS);

        Turn.perform(suspend, drift.run);

        assertThat(stands(APPS)).isTrue();
        assertThat(stands(MEDIA)).isFalse();
    }

    @Test
    void leavesWhatSomebodyElseHasSuspendedToThem() {
        drift.world.kustomization("paused").below("cluster-apps").suspended().there();
        var paused = FluxId.kustomization("flux-system", "paused");
        stop(paused);

        Turn.perform(suspend, drift.run);

        assertThat(Turn.check(suspend, drift.run).message()).contains("was suspended before, and stays so");
        assertThat(drift.rows
                        .findOpen(drift.run.recovery(), paused)
                        .orElseThrow()
                        .state())
                .isEqualTo(State.FOUND);
    }

    @Test
    void staysWithWhatItHasDecidedWhateverItLooksLikeAfterACrash() {
        stop(MEDIA);
        Turn.perform(suspend, drift.run);
        stop(OTHER);

        Turn.perform(suspend, drift.run);

        assertThat(stands(OTHER)).isFalse();
        assertThat(Turn.check(suspend, drift.run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void stopsOnceMoreWhatItsParentHasPutBack() {
        stop(MEDIA);
        Turn.perform(suspend, drift.run);
        FluxKinds.resource(client, MEDIA).edit(object -> {
            object.setAdditionalProperties(
                    SuspendSwitch.both(object.getAdditionalProperties(), Map.of("spec", Map.of("suspend", false))));
            return object;
        });
        assertThat(Turn.check(suspend, drift.run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(suspend, drift.run);

        assertThat(Turn.check(suspend, drift.run)).isInstanceOf(Check.Met.class);
    }

    private void stop(FluxId... objects) {
        new AffectedObjects(List.of(objects), List.of(), List.of(), false, List.of(), List.of())
                .keep(drift.run, drift.evidence);
    }

    private boolean stands(FluxId id) {
        return FluxKinds.find(client, id)
                .filter(object -> SuspendSwitch.of(id.kind()).on(object.object()))
                .isPresent();
    }
}
