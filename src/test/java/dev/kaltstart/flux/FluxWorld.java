package dev.kaltstart.flux;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects of Flux as its controllers leave them. */
public record FluxWorld(KubernetesClient client) {

    public static final String NEWEST = "main@sha1:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
    public static final String OLDER = "main@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public FluxWorld source(String revision) {
        return source("flux-system", revision, "True", "Succeeded", "stored artifact for revision '" + revision + "'");
    }

    public FluxWorld source(String name, String revision, String ready, String reason, String message) {
        return create(
                "GitRepository",
                "flux-system",
                name,
                Map.of(),
                Map.of(),
                Map.of("url", "https://git.example/home/cluster.git"),
                Map.of(
                        "artifact",
                        Map.of("revision", revision),
                        "observedGeneration",
                        1,
                        "conditions",
                        List.of(condition("Ready", ready, reason, message))));
    }

    public One kustomization(String name) {
        return new One(this, "Kustomization", "flux-system", name);
    }

    /** Made by the flux-operator; stands above all others. */
    FluxWorld instance() {
        return new One(this, "FluxInstance", "flux-system", "flux").there();
    }

    FluxWorld controllers(String... names) {
        for (String name : names) {
            client.resource(new DeploymentBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace("flux-system")
                            .endMetadata()
                            .withNewSpec()
                            .withReplicas(1)
                            .endSpec()
                            .withNewStatus()
                            .withAvailableReplicas(1)
                            .endStatus()
                            .build())
                    .create();
        }
        return this;
    }

    public One helmRelease(String namespace, String name) {
        return new One(this, "HelmRelease", namespace, name);
    }

    public static Map<String, Object> condition(String type, String status, String reason, String message) {
        return Map.of("type", type, "status", status, "reason", reason, "message", message);
    }

    /** One object, ready at the newest revision unless told otherwise; {@link #there} puts it into the cluster. */
    public static final class One {

        private final FluxWorld world;
        private final String kind;
        private final String namespace;
        private final String name;
        private final Map<String, Object> spec = new HashMap<>();
        private final Map<String, Object> status = new HashMap<>();
        private final List<Map<String, Object>> history = new ArrayList<>();
        private final List<Map<String, Object>> made = new ArrayList<>();
        private final Map<String, String> labels = new HashMap<>();
        private final Map<String, String> annotations = new HashMap<>();

        private One(FluxWorld world, String kind, String namespace, String name) {
            this.world = world;
            this.kind = kind;
            this.namespace = namespace;
            this.name = name;
            if (kind.equals("Kustomization")) {
                spec.put("sourceRef", Map.of("kind", "GitRepository", "name", "flux-system"));
                status.put("lastAppliedRevision", NEWEST);
                status.put("lastAttemptedRevision", NEWEST);
            }
            status.put("observedGeneration", 1);
            conditions(condition("Ready", "True", "ReconciliationSucceeded", "Applied revision: " + NEWEST));
        }

        @SafeVarargs
        public final One conditions(Map<String, Object>... conditions) {
            status.put("conditions", List.of(conditions));
            return this;
        }

        /** A failure leaves the generation unobserved and the applied revision where it was. */
        public One failing(String reason, String message) {
            status.put("observedGeneration", -1);
            status.put("lastAppliedRevision", OLDER);
            return conditions(condition("Ready", "False", reason, message));
        }

        public One applied(String revision) {
            status.put("lastAppliedRevision", revision);
            return this;
        }

        public One after(String... names) {
            spec.put(
                    "dependsOn",
                    List.of(names).stream().map(other -> Map.of("name", other)).toList());
            return this;
        }

        public One suspended() {
            spec.put("suspend", true);
            return this;
        }

        public One remembers(String digest, String revision, String result) {
            history.add(
                    Map.of("digest", digest, "lastReconciledStatus", result, "metadata", Map.of("revision", revision)));
            return this;
        }

        public One remembers(String digest, String revision, Instant at) {
            history.add(Map.of(
                    "digest",
                    digest,
                    "lastReconciledStatus",
                    "ReconciliationSucceeded",
                    "lastReconciled",
                    at.toString(),
                    "metadata",
                    Map.of("revision", revision)));
            return this;
        }

        /** Another Kustomization has made it. */
        One below(String parent) {
            labels.put("kustomize.toolkit.fluxcd.io/name", parent);
            labels.put("kustomize.toolkit.fluxcd.io/namespace", "flux-system");
            return this;
        }

        One annotated(String name, String value) {
            annotations.put(name, value);
            return this;
        }

        One decrypts(String secret) {
            spec.put("decryption", Map.of("provider", "sops", "secretRef", Map.of("name", secret)));
            return this;
        }

        public One made(String id, String version) {
            made.add(Map.of("id", id, "v", version));
            return this;
        }

        public One pruning() {
            spec.put("prune", true);
            return this;
        }

        public One made(int objects) {
            return made(0, objects);
        }

        public One made(int first, int objects) {
            for (int number = first; number < first + objects; number++) {
                made("media_part-" + number + "__ConfigMap", "v1");
            }
            return this;
        }

        public FluxWorld there() {
            status.put("history", history);
            status.put("inventory", Map.of("entries", made));
            return world.create(kind, namespace, name, labels, annotations, spec, status);
        }
    }

    private FluxWorld create(
            String kind,
            String namespace,
            String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            Map<String, Object> spec,
            Map<String, Object> status) {
        ResourceDefinitionContext context = context(kind);
        client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion(context.getGroup() + "/" + context.getVersion())
                        .withKind(kind)
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .withGeneration(1L)
                        .endMetadata()
                        .withAdditionalProperties(Map.of("spec", spec, "status", status))
                        .build())
                .create();
        return this;
    }

    private static ResourceDefinitionContext context(String kind) {
        return switch (kind) {
            case "Kustomization" -> context("kustomize.toolkit.fluxcd.io", "v1", kind, "kustomizations");
            case "HelmRelease" -> context("helm.toolkit.fluxcd.io", "v2", kind, "helmreleases");
            case "FluxInstance" -> context("fluxcd.controlplane.io", "v1", kind, "fluxinstances");
            default -> context("source.toolkit.fluxcd.io", "v1", kind, "gitrepositories");
        };
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
