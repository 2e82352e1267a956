package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Flux through the objects of its controllers. Its command line has no output that could be read. */
public final class Flux {

    /** For a person, when something of Flux does not become ready. */
    public static final List<String> NOT_READY = List.of("flux get all -A --status-selector ready=false");

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Map<FluxId, Optional<FluxObject>> sources = new HashMap<>();

    public Flux(KubernetesClient client) {
        this.client = client;
    }

    /** Empty when the cluster does not serve them. */
    public Optional<List<FluxObject>> kustomizations() {
        return list("Kustomization");
    }

    /** Empty when the cluster does not serve them, which is normal without Helm. */
    public Optional<List<FluxObject>> helmReleases() {
        return list("HelmRelease");
    }

    /** It runs what its source has now. A source without a known revision is not held against it. */
    public boolean upToDate(FluxObject kustomization) {
        return source(kustomization.source())
                .map(FluxObject::artifactRevision)
                .filter(revision -> !revision.isEmpty())
                .map(kustomization.appliedRevision()::equals)
                .orElse(true);
    }

    /** Looked at once for as long as this object lives. Empty when it is not there, or of a kind that is not known. */
    public Optional<FluxObject> source(FluxId source) {
        return sources.computeIfAbsent(source, id -> FluxKinds.find(client, id));
    }

    /** What the flux-operator makes Flux from; empty where Flux was installed otherwise. */
    public static Optional<FluxId> instance(KubernetesClient client) {
        return new Flux(client)
                .list("FluxInstance").stream()
                        .flatMap(List::stream)
                        .map(FluxObject::id)
                        .sorted()
                        .findFirst();
    }

    private Optional<List<FluxObject>> list(String kind) {
        try {
            List<GenericKubernetesResource> objects = client.genericKubernetesResources(FluxKinds.of(kind))
                    .inAnyNamespace()
                    .list()
                    .getItems();
            return Optional.of(objects.stream().map(FluxObject::new).toList());
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
