package dev.kaltstart.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads Flux's objects and their health, by the test of its own documentation (docs/spec/v1/kustomizations.md). */
final class FluxObjects {

    private static final ResourceDefinitionContext KUSTOMIZATIONS =
            context("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations");
    private static final ResourceDefinitionContext HELM_RELEASES =
            context("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases");

    private FluxObjects() {}

    static List<GenericKubernetesResource> kustomizations(KubernetesClient kubernetes) {
        return kubernetes
                .genericKubernetesResources(KUSTOMIZATIONS)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    static List<GenericKubernetesResource> helmReleases(KubernetesClient kubernetes) {
        return kubernetes
                .genericKubernetesResources(HELM_RELEASES)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    static boolean suspended(GenericKubernetesResource object) {
        return Boolean.TRUE.equals(object.get("spec", "suspend"));
    }

    /** Ready at the generation that is wanted now; an older Ready says nothing. */
    static boolean healthy(GenericKubernetesResource object) {
        Object observed = object.get("status", "observedGeneration");
        Long wanted = object.getMetadata().getGeneration();
        boolean current = wanted == null || observed == null || ((Number) observed).longValue() == wanted;
        return current && condition(object, "Ready", "True") && !condition(object, "Stalled", "True");
    }

    private static boolean condition(GenericKubernetesResource object, String type, String status) {
        return object.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .filter(Map.class::isInstance)
                        .map(Map.class::cast)
                        .anyMatch(condition -> Objects.equals(condition.get("type"), type)
                                && Objects.equals(condition.get("status"), status));
    }

    static String name(GenericKubernetesResource object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    private static ResourceDefinitionContext context(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
