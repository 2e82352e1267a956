package dev.kaltstart.flux.bootstrap;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Objects of Flux as its controllers leave them. */
final class SampleFlux {

    private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/v1";
    private static final String HELM = "helm.toolkit.fluxcd.io/v2";

    private final KubernetesClient client;
    private String revision = "";

    SampleFlux(KubernetesClient client) {
        this.client = client;
    }

    void source(String now) {
        revision = now;
        create(
                "source.toolkit.fluxcd.io/v1",
                "GitRepository",
                "flux-system",
                "flux-system",
                Map.of(),
                Map.of(
                        "observedGeneration",
                        1,
                        "artifact",
                        Map.of("revision", now),
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True"))));
    }

    void controllers(int available) {
        for (String name : List.of("source-controller", "kustomize-controller")) {
            client.resource(new DeploymentBuilder()
                            .withNewMetadata()
                            .withNamespace("flux-system")
                            .withName(name)
                            .endMetadata()
                            .withNewSpec()
                            .withReplicas(1)
                            .endSpec()
                            .withNewStatus()
                            .withAvailableReplicas(available)
                            .endStatus()
                            .build())
                    .createOr(NonDeletingOperation::update);
        }
    }

    Made kustomization(String name) {
        return new Made(KUSTOMIZE, "Kustomization", "flux-system", name);
    }

    Made release(String namespace, String name) {
        return new Made(HELM, "HelmRelease", namespace, name);
    }

    /** Replaces one of the same name. */
    void create(
            String version,
            String kind,
            String namespace,
            String name,
            Map<String, Object> spec,
            Map<String, Object> status) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(version.substring(0, version.indexOf('/')))
                .withVersion(version.substring(version.indexOf('/') + 1))
                .withKind(kind)
                .withPlural(kind.equals("GitRepository") ? "gitrepositories" : kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
        var one = client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .withName(name);
        one.delete();
        client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion(version)
                        .withKind(kind)
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withGeneration(1L)
                        .endMetadata()
                        .withAdditionalProperties(Map.of("spec", spec, "status", status))
                        .build())
                .create();
    }

    /** One that is being written down. */
    final class Made {

        private final String version;
        private final String kind;
        private final String namespace;
        private final String name;
        private final Map<String, Object> spec = new HashMap<>();
        private final List<Map<String, String>> entries = new ArrayList<>();

        private Made(String version, String kind, String namespace, String name) {
            this.version = version;
            this.kind = kind;
            this.namespace = namespace;
            this.name = name;
            if (kind.equals("Kustomization")) {
                spec.put("sourceRef", Map.of("kind", "GitRepository", "name", "flux-system"));
            }
        }

        Made dependingOn(String other) {
            spec.put("dependsOn", List.of(Map.of("name", other)));
            return this;
        }

        /** @param id as {@code media_app_apps_Deployment} */
        Made holding(String id) {
            entries.add(Map.of("id", id, "v", "v1"));
            return this;
        }

        void ready() {
            write("True", "ReconciliationSucceeded", "applied");
        }

        void not(String reason, String message) {
            write("False", reason, message);
        }

        private void write(String ready, String reason, String message) {
            create(
                    version,
                    kind,
                    namespace,
                    name,
                    spec,
                    Map.of(
                            "observedGeneration",
                            1,
                            "lastAppliedRevision",
                            revision,
                            "inventory",
                            Map.of("entries", entries),
                            "conditions",
                            List.of(Map.of("type", "Ready", "status", ready, "reason", reason, "message", message))));
        }
    }
}
