package dev.kaltstart.lab;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The controllers of Flux, and objects for them in the namespace of a contract. */
public final class LabFlux {

    private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/v1";
    private static final String SOURCE = "source.toolkit.fluxcd.io/v1";

    private final World world;

    private LabFlux(World world) {
        this.world = world;
    }

    /** They watch a repository, every second. */
    public static LabFlux watching(World world, LabRepository repository) {
        Lab.here().with("source-controller", "kustomize-controller");
        return following(world, repository);
    }

    /** The same, whoever they are. */
    public static LabFlux following(World world, Repository repository) {
        var flux = new LabFlux(world);
        flux.create("""
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: GitRepository
                metadata: {name: flux-system}
                spec:
                  interval: 1s
                  url: %s
                  ref: {branch: main}
                """.formatted(repository.url()));
        return flux;
    }

    /** A Kustomization that applies a directory. @param more fields of its specification, in YAML flow style */
    public static String manifest(String namespace, String name, String path, String more) {
        return """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: %s, namespace: %s}
                spec:
                  interval: 1h
                  retryInterval: 2s
                  timeout: 30s
                  path: ./%s
                  prune: true
                  sourceRef: {kind: GitRepository, name: flux-system}
                %s
                """.formatted(name, namespace, path, more.indent(2).stripTrailing());
    }

    public static String map(String namespace, String name, String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: %s}
                data: {value: "%s"}
                """.formatted(name, namespace, value);
    }

    public void create(String manifest) {
        client().resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
                .inNamespace(world.namespace())
                .create();
    }

    public Resource<GenericKubernetesResource> kustomization(String name) {
        return client().genericKubernetesResources(KUSTOMIZE, "Kustomization")
                .inNamespace(world.namespace())
                .withName(name);
    }

    public Resource<GenericKubernetesResource> source() {
        return client().genericKubernetesResources(SOURCE, "GitRepository")
                .inNamespace(world.namespace())
                .withName("flux-system");
    }

    public void applied(String name, String revision) {
        world.until(
                name + " has applied " + revision,
                // a child may not be there yet
                () -> Optional.ofNullable(kustomization(name).get())
                        .filter(object -> revision.equals(object.get("status", "lastAppliedRevision")))
                        .isPresent());
    }

    private KubernetesClient client() {
        return world.kubernetes();
    }

    /** What anybody had told Flux; without its finalizer nothing is pruned, and nothing is waited for. */
    static void forget(KubernetesClient client) {
        forget(client, KUSTOMIZE, "Kustomization");
        forget(client, SOURCE, "GitRepository");
    }

    private static void forget(KubernetesClient client, String version, String kind) {
        if (client.getApiResources(version) == null) {
            return;
        }
        var all = client.genericKubernetesResources(version, kind);
        for (GenericKubernetesResource one : all.inAnyNamespace().list().getItems()) {
            var there = all.inNamespace(one.getMetadata().getNamespace())
                    .withName(one.getMetadata().getName());
            try {
                there.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
                there.delete();
            } catch (KubernetesClientException e) {
                // it may go while we look
                if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw e;
                }
            }
        }
    }
}
