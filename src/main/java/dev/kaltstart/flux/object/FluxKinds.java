package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;

/** The kinds of Flux that alerts are known of, and where the API has them. */
public final class FluxKinds {

    private static final Map<String, ResourceDefinitionContext> KNOWN = Map.ofEntries(
            kind("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations"),
            kind("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases"),
            kind("source.toolkit.fluxcd.io", "v1", "GitRepository", "gitrepositories"),
            kind("source.toolkit.fluxcd.io", "v1", "HelmRepository", "helmrepositories"),
            kind("source.toolkit.fluxcd.io", "v1", "HelmChart", "helmcharts"),
            kind("source.toolkit.fluxcd.io", "v1", "ExternalArtifact", "externalartifacts"),
            kind("source.extensions.fluxcd.io", "v1beta1", "ArtifactGenerator", "artifactgenerators"),
            kind("source.toolkit.fluxcd.io", "v1", "OCIRepository", "ocirepositories"),
            kind("source.toolkit.fluxcd.io", "v1", "Bucket", "buckets"),
            kind("image.toolkit.fluxcd.io", "v1", "ImageRepository", "imagerepositories"),
            kind("image.toolkit.fluxcd.io", "v1", "ImagePolicy", "imagepolicies"),
            kind("image.toolkit.fluxcd.io", "v1", "ImageUpdateAutomation", "imageupdateautomations"),
            kind("notification.toolkit.fluxcd.io", "v1", "Receiver", "receivers"),
            kind("notification.toolkit.fluxcd.io", "v1beta3", "Provider", "providers"),
            kind("notification.toolkit.fluxcd.io", "v1beta3", "Alert", "alerts"),
            kind("fluxcd.controlplane.io", "v1", "FluxInstance", "fluxinstances"),
            kind("fluxcd.controlplane.io", "v1", "ResourceSet", "resourcesets"),
            kind("fluxcd.controlplane.io", "v1", "ResourceSetInputProvider", "resourcesetinputproviders"));

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

    private static Map.Entry<String, ResourceDefinitionContext> kind(
            String group, String version, String kind, String plural) {
        return Map.entry(
                kind,
                new ResourceDefinitionContext.Builder()
                        .withGroup(group)
                        .withVersion(version)
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build());
    }
}
