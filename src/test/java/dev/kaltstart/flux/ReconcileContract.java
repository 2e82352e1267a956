package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.lease.SuspendSwitch;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.lab.Contract;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a Kustomization answers to what is asked of it through its object. It is there, ready, and called gatus. */
abstract class ReconcileContract extends Contract {

    private static final String REQUEST =
            "{\"metadata\":{\"annotations\":{\"reconcile.fluxcd.io/requestedAt\":\"%s\"}}}";

    /** Where the Kustomization is. */
    protected abstract String home();

    @BeforeEach
    void everythingIsReady() {
        world.until("Flux is ready", () -> verified() instanceof Check.Met);
    }

    private Check verified() {
        return Turn.check(new VerifyFlux(), FakeRun.on(world.cluster()));
    }

    private Resource<GenericKubernetesResource> gatus() {
        return world.kubernetes()
                .genericKubernetesResources("kustomize.toolkit.fluxcd.io/v1", "Kustomization")
                .inNamespace(home())
                .withName("gatus");
    }

    private FluxObject seen() {
        return new FluxObject(gatus().get());
    }

    private String status(String field) {
        return String.valueOf(gatus().get().<Object>get("status", field));
    }

    private void patch(String patch) {
        gatus().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    @Test
    void runsWhatItsSourceHas() {
        assertThat(seen().healthy()).isTrue();
        assertThat(seen().appliedRevision()).matches("main@sha1:[0-9a-f]{40}");
        assertThat(new Flux(world.kubernetes()).upToDate(seen())).isTrue();
    }

    @Test
    void answersARequestWithTheSameWord() {
        long generation = gatus().get().getMetadata().getGeneration();

        patch(REQUEST.formatted("first"));
        world.until("it has answered", () -> status("lastHandledReconcileAt").equals("first"));
        world.until("it is ready", () -> seen().healthy());
        patch(REQUEST.formatted("second"));
        world.until(
                "it has answered again", () -> status("lastHandledReconcileAt").equals("second"));

        assertThat(gatus().get().getMetadata().getGeneration())
                .as("a request is no change")
                .isEqualTo(generation);
    }

    @Test
    void looksAgainAtWhatWasChanged() {
        long generation = gatus().get().getMetadata().getGeneration();

        patch("{\"spec\":{\"interval\":\"7m\"}}");

        world.until("it has looked", () -> status("observedGeneration").equals(String.valueOf(generation + 1)));
        world.until("it is ready", () -> seen().healthy());
    }

    /** As a kustomize-controller does since it finishes every look in the same way: the word alone proves nothing. */
    @Test
    void answersARequestEvenWhileItIsSuspended() {
        long generation = gatus().get().getMetadata().getGeneration();
        String applied = seen().appliedRevision();

        patch("{\"spec\":{\"suspend\":true}}");
        patch(REQUEST.formatted("while suspended"));

        world.until("it says it has", () -> status("lastHandledReconcileAt").equals("while suspended"));
        assertThat(gatus().get().getMetadata().getGeneration()).isEqualTo(generation + 1);
        world.until("it looks current", () -> status("observedGeneration").equals(String.valueOf(generation + 1)));
        assertThat(seen().suspended()).isTrue();
        assertThat(seen().appliedRevision()).isEqualTo(applied);
        assertThat(verified().message()).contains("; suspended: Kustomization " + home() + "/gatus");

        patch("{\"spec\":{\"suspend\":false}}");
        world.until("it is ready", () -> seen().healthy() && !seen().suspended());
    }

    @Test
    void aLeaseIsTakenAndTheSwitchPutBackAsItStood() {
        var marks = new LeaseMarks(world.kubernetes());
        String before = SuspendSwitch.SUSPEND.position(gatus().get());
        var wanted = new Suspension(
                "1",
                "gd-2026-0001",
                "homelab",
                Mode.REHEARSAL,
                FluxId.kustomization(home(), "gatus"),
                "a bad commit",
                Suspension.State.WANTED,
                before,
                null,
                Instant.now(),
                Instant.now().plusSeconds(60));

        assertThat(marks.pull(wanted)).isEqualTo(Suspension.State.HELD);
        assertThat(seen().suspended()).isTrue();
        assertThat(LeaseMarks.holder(seen())).contains("gd-2026-0001");
        marks.prolong(wanted, Instant.now().plusSeconds(600));

        assertThat(marks.putBack(wanted)).isEqualTo(Map.entry(Suspension.State.RELEASED, "follows Git again"));
        assertThat(SuspendSwitch.SUSPEND.position(gatus().get())).isEqualTo(before);
        assertThat(LeaseMarks.holder(seen())).isEmpty();
        world.until("it is ready", () -> seen().healthy());
    }
}
