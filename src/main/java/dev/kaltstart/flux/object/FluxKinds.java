package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;

/** The kinds of Flux and where the API has them. */
public final class FluxKinds {

    private static final Map<String, ResourceDefinitionContext> KNOWN = Map.of(
            "Kustomization", kind("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations"),
            "HelmRelease", kind("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases"),
            "GitRepository", kind("source.toolkit.fluxcd.io", "v1", "GitRepository", "gitrepositories"),
            "OCIRepository", kind("source.toolkit.fluxcd.io", "v1", "OCIRepository", "ocirepositories"),
            "Bucket", kind("source.toolkit.fluxcd.io", "v1", "Bucket", "buckets"),
            "FluxInstance", kind("fluxcd.controlplane.io", "v1", "FluxInstance", "fluxinstances"));

    private FluxKinds() {}

    static boolean known(String kind) {
        return KNOWN.containsKey(kind);
    }

    /** @throws IllegalArgumentException when it is none of Flux's */
    static ResourceDefinitionContext of(String kind) {
        ResourceDefinitionContext known = KNOWN.get(kind);
        if (known == null) {
            throw new IllegalArgumentException("Flux has no " + kind);
        }
        return known;
    }

    /** Empty for a kind that is none of Flux's, and when it is not there. */
    public static Optional<FluxObject> find(KubernetesClient client, FluxId id) {
        return !known(id.kind()) || id.name().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(resource(client, id).get()).map(FluxObject::new);
    }

    public static Resource<GenericKubernetesResource> resource(KubernetesClient client, FluxId id) {
        return client.genericKubernetesResources(of(id.kind()))
                .inNamespace(id.namespace())
                .withName(id.name());
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
