package dev.kaltstart.flux;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.Claims;
import dev.kaltstart.storage.StorageFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Writes down what is affected before anything is changed: what was there, and which claim had which volume. */
@Component
class SaveState extends Step {

    private final Evidence evidence;

    SaveState(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(StorageFacts.SAVED_STATE);
    }

    @Override
    public Check check(Run run) {
        String reference = Evidence.reference(run, name(run));
        var saved = evidence.read(reference);
        if (saved.isEmpty() || Claims.saved(run, evidence).isEmpty()) {
            return Check.notYet("the state of what is affected has not been saved yet");
        }
        run.set(StorageFacts.SAVED_STATE, reference);
        int claims = Claims.saved(run, evidence).map(all -> all.all().size()).orElse(0);
        return Check.met(
                "saved as evidence " + reference + ": " + saved.get().length() + " characters, and the volumes of "
                        + CountedNoun.of(claims, "claim"),
                Measurement.count("claims", claims),
                Measurement.digestOf("savedState", saved.get()));
    }

    @Override
    public void perform(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        if (Claims.saved(run, evidence).isEmpty()) {
            // the first time counts: later ones may have seen volumes go already
            Claims.now(client, run.cluster().clock().instant()).keep(run, evidence);
        }
        Map<FluxId, FluxObject> flux =
                DriftLook.at(client, Set.of()).map(DriftLook.Seen::objects).orElse(Map.of());
        String yaml = new Forensics(client, flux, AffectedObjects.of(run, evidence)).yaml();
        evidence.keep(run, name(run), yaml);
    }

    /** The same after a crash, and another one when the step is come to again. */
    private static String name(Run run) {
        return "state-" + run.began().toEpochMilli() + ".yaml";
    }
}
