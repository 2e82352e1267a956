package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.lease.SuspendSwitch;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.Suspension.State;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.lab.Contract;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the API keeps of a suspension, whichever switch the kind has; its controller is asleep or not there. */
abstract class LeaseContract extends Contract {

    private static final String NAME = "contract";

    private FluxId create(String version, String kind) {
        var object = new GenericKubernetesResource();
        object.setApiVersion(version);
        object.setKind(kind);
        object.setMetadata(new ObjectMetaBuilder()
                .withName(NAME)
                .withNamespace(world.namespace())
                .build());
        object.setAdditionalProperty("spec", Map.of());
        world.kubernetes().resource(object).create();
        return new FluxId(kind, world.namespace(), NAME);
    }

    private FluxObject seen(FluxId id) {
        return new LeaseMarks(world.kubernetes()).find(id).orElseThrow();
    }

    private Suspension wanted(FluxId id, @Nullable String before) {
        return new Suspension(
                "1",
                "gd-2026-0001",
                "homelab",
                Mode.REHEARSAL,
                id,
                "a bad commit",
                State.WANTED,
                before,
                null,
                Instant.now(),
                Instant.now().plusSeconds(60));
    }

    private void holdsAndLetsGo(FluxId id) {
        var marks = new LeaseMarks(world.kubernetes());
        SuspendSwitch brake = SuspendSwitch.of(id.kind());
        String before = brake.position(seen(id).object());
        Suspension wanted = wanted(id, before);

        assertThat(marks.pull(wanted)).isEqualTo(State.HELD);
        assertThat(brake.on(seen(id).object())).isTrue();
        assertThat(LeaseMarks.holder(seen(id))).contains("gd-2026-0001");
        assertThat(marks.pull(wanted)).as("a second time").isEqualTo(State.HELD);

        assertThat(marks.putBack(wanted).getKey()).isEqualTo(State.RELEASED);
        assertThat(brake.position(seen(id).object())).isEqualTo(before);
        assertThat(LeaseMarks.holder(seen(id))).isEmpty();
    }

    @Test
    void aHelmReleaseIsHeldAndLetGo() {
        holdsAndLetsGo(create("helm.toolkit.fluxcd.io/v2", "HelmRelease"));
    }

    @Test
    void aFluxInstanceIsHeldAndLetGo() {
        holdsAndLetsGo(create("fluxcd.controlplane.io/v1", "FluxInstance"));
    }

    @Test
    void whatSomebodyElseHasSuspendedStaysTheirs() {
        FluxId id = create("helm.toolkit.fluxcd.io/v2", "HelmRelease");
        SuspendSwitch brake = SuspendSwitch.of(id.kind());
        // as kubectl patch does: its controller may change the object at the same moment
        FluxKinds.resource(world.kubernetes(), id)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": true}}");
        var marks = new LeaseMarks(world.kubernetes());

        assertThat(marks.pull(wanted(id, "true"))).isEqualTo(State.FOUND);

        assertThat(LeaseMarks.holder(seen(id))).isEmpty();
        assertThat(brake.on(seen(id).object())).isTrue();
    }
}
