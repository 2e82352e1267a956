package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Longhorn through its own objects ({@code longhorn.io/v1beta2} in {@code longhorn-system}). */
public final class Longhorn {

    static final String NAMESPACE = "longhorn-system";

    /** The provisioner of Longhorn's StorageClasses. */
    static final String DRIVER = "driver.longhorn.io";

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;

    private Longhorn(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Empty when the cluster does not serve Longhorn's API.
     *
     * @throws KubernetesClientException when the API is served but fails
     */
    public static Optional<Longhorn> of(KubernetesClient client) {
        var longhorn = new Longhorn(client);
        try {
            longhorn.objects("Node", "nodes").list();
            return Optional.of(longhorn);
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<Volume> volumes() {
        return all("Volume", "volumes").stream().map(Volume::of).toList();
    }

    List<Replica> replicas() {
        return all("Replica", "replicas").stream().map(Replica::of).toList();
    }

    List<StorageNode> nodes() {
        return all("Node", "nodes").stream().map(StorageNode::of).toList();
    }

    Optional<StorageNode> node(String name) {
        return nodes().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** The value of a Longhorn setting; blank when it has none. */
    String setting(String name) {
        var setting = objects("Setting", "settings").withName(name).get();
        return setting == null ? "" : new Crd(setting).text("value");
    }

    Resource<GenericKubernetesResource> nodeObject(String name) {
        return objects("Node", "nodes").withName(name);
    }

    void deleteReplica(String name) {
        objects("Replica", "replicas").withName(name).delete();
    }

    /** The volumes for which Longhorn keeps the instance manager of a node: attached there, or with their last copy. */
    public List<String> boundTo(String node) {
        List<Volume> last = lastReplicas(node);
        return volumes().stream()
                .filter(volume -> volume.attachedTo().equals(node) || last.contains(volume))
                .map(volume -> volume.label()
                        + (volume.attachedTo().equals(node) ? " is attached there" : " has its last replica there"))
                .toList();
    }

    /** The volumes with no good copy on another node that is ready. */
    List<Volume> lastReplicas(String node) {
        Set<String> ready = nodes().stream()
                .filter(other -> other.ready() && !other.name().equals(node))
                .map(StorageNode::name)
                .collect(Collectors.toSet());
        List<Replica> replicas = replicas();
        return volumes().stream()
                .filter(volume ->
                        has(replicas, volume, replica -> replica.node().equals(node) && replica.onceHealthy()))
                .filter(volume -> !has(replicas, volume, other -> other.usable() && ready.contains(other.node())))
                .toList();
    }

    private static boolean has(List<Replica> replicas, Volume volume, Predicate<Replica> condition) {
        return replicas.stream()
                .filter(replica -> replica.volume().equals(volume.name()))
                .anyMatch(condition);
    }

    /** Removes a node from Longhorn, but only when no replica is left on it. */
    public void forgetIfEmpty(String node) {
        if (replicas().stream().noneMatch(replica -> replica.node().equals(node))) {
            nodeObject(node).delete();
        }
    }

    private List<Crd> all(String kind, String plural) {
        return objects(kind, plural).list().getItems().stream().map(Crd::new).toList();
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(String kind, String plural) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("longhorn.io")
                        .withVersion("v1beta2")
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build())
                .inNamespace(NAMESPACE);
    }
}
