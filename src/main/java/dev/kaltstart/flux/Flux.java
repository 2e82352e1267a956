package dev.kaltstart.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Flux through the objects of its controllers. Its command line has no output that could be read. */
final class Flux {

    private static final int NOT_FOUND = 404;
    private static final ResourceDefinitionContext KUSTOMIZATION =
            kind("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations");
    private static final ResourceDefinitionContext HELM_RELEASE =
            kind("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases");
    private static final Map<String, String> SOURCES =
            Map.of("GitRepository", "gitrepositories", "OCIRepository", "ocirepositories", "Bucket", "buckets");

    private final KubernetesClient client;
    private final Map<FluxId, Optional<FluxObject>> sources = new HashMap<>();

    Flux(KubernetesClient client) {
        this.client = client;
    }

    /** Empty when the cluster does not serve them. */
    Optional<List<FluxObject>> kustomizations() {
        return list(KUSTOMIZATION);
    }

    /** Empty when the cluster does not serve them, which is normal where nobody uses Helm. */
    Optional<List<FluxObject>> helmReleases() {
        return list(HELM_RELEASE);
    }

    /** It runs what its source has now. A source that nobody can name a revision of is not held against it. */
    boolean upToDate(FluxObject kustomization) {
        return source(kustomization.source())
                .map(FluxObject::artifactRevision)
                .filter(revision -> !revision.isEmpty())
                .map(kustomization.appliedRevision()::equals)
                .orElse(true);
    }

    /** Looked at once for as long as this object lives. Empty when it is not there, or of a kind that is not known. */
    Optional<FluxObject> source(FluxId source) {
        return sources.computeIfAbsent(source, this::get);
    }

    private Optional<FluxObject> get(FluxId source) {
        String plural = SOURCES.get(source.kind());
        if (plural == null || source.name().isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        client.genericKubernetesResources(kind("source.toolkit.fluxcd.io", "v1", source.kind(), plural))
                                .inNamespace(source.namespace())
                                .withName(source.name())
                                .get())
                .map(FluxObject::new);
    }

    private Optional<List<FluxObject>> list(ResourceDefinitionContext kind) {
        try {
            List<GenericKubernetesResource> objects = client.genericKubernetesResources(kind)
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

    private static ResourceDefinitionContext kind(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
