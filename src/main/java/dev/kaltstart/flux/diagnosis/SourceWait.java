package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Requests;
import dev.kaltstart.flux.object.Sources;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks the sources of Flux to fetch, and waits until the repository of the cluster has what is wanted. */
public final class SourceWait {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Run run;
    private final KubernetesClient client;
    private final RevisionGate reached;

    public SourceWait(Run run, RevisionGate reached) {
        this.run = run;
        this.client = run.cluster().kubernetes();
        this.reached = reached;
    }

    /** @return empty when it has it; else what is in the way, in words */
    public Optional<String> ask(Duration patience) {
        Collection<FluxObject> flux = DriftLook.at(client, Set.of())
                .map(seen -> seen.objects().values())
                .orElse(List.of());
        Optional<FluxId> main = Sources.main(flux);
        if (main.isEmpty()) {
            return Optional.empty();
        }
        var requests = new Requests(client, run.cluster().clock().instant());
        flux.stream()
                .filter(object -> !object.suspended() && isSource(object.id()))
                .forEach(object -> requests.reconcile(object.id()));
        Instant end = run.cluster().clock().instant().plus(patience);
        Optional<String> trouble = trouble(main.get());
        while (trouble.isPresent() && run.cluster().clock().instant().isBefore(end)) {
            SuspensionPause.of(run, PAUSE);
            trouble = trouble(main.get());
        }
        return trouble;
    }

    private static boolean isSource(FluxId id) {
        return !id.kind().equals("Kustomization") && !id.kind().equals("HelmRelease");
    }

    private Optional<String> trouble(FluxId source) {
        Optional<FluxObject> found = FluxKinds.find(client, source);
        if (found.isEmpty()) {
            return Optional.of(source.label() + " is not there");
        }
        String revision = found.get().artifactRevision();
        if (reached.by(revision)) {
            return Optional.empty();
        }
        String says = found.get().message();
        return Optional.of(source.label() + " has " + (revision.isEmpty() ? "nothing" : revision) + ", not "
                + reached.label() + " or newer"
                + (found.get().suspended() ? "; it is suspended" : "")
                + (found.get().failed() && !says.isEmpty() ? "; it says: " + says : ""));
    }
}
