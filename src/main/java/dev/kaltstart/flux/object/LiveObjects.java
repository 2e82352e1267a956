package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads objects of whatever kind an inventory names. The API is asked once for each group where it has its kinds. */
public final class LiveObjects {

    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Map<String, List<APIResource>> served = new HashMap<>();

    public LiveObjects(KubernetesClient client) {
        this.client = client;
    }

    /** All of a kind that bear a label; none when the API does not serve the kind any more. */
    public List<GenericKubernetesResource> labelled(InventoryEntry kind, String label) {
        return list(kind, label);
    }

    /** All of a kind, in all namespaces; none when the API does not serve the kind any more. */
    public List<GenericKubernetesResource> all(InventoryEntry kind) {
        return list(kind, "");
    }

    /** Empty when it is not there. */
    public Optional<GenericKubernetesResource> find(InventoryEntry object) {
        var all = client.genericKubernetesResources(context(object));
        return Optional.ofNullable(
                object.namespace().isEmpty()
                        ? all.withName(object.name()).get()
                        : all.inNamespace(object.namespace())
                                .withName(object.name())
                                .get());
    }

    private List<GenericKubernetesResource> list(InventoryEntry kind, String label) {
        try {
            var all = client.genericKubernetesResources(context(kind)).inAnyNamespace();
            return (label.isEmpty() ? all.list() : all.withLabel(label).list()).getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** As it is written in addresses; a guess when the API does not serve the kind. */
    String plural(InventoryEntry kind) {
        return resource(kind).getName();
    }

    private APIResource resource(InventoryEntry kind) {
        return served.computeIfAbsent(apiVersion(kind), this::ask).stream()
                .filter(one ->
                        kind.kind().equals(one.getKind()) && !one.getName().contains("/"))
                .findFirst()
                .orElseGet(() -> guessed(kind));
    }

    private ResourceDefinitionContext context(InventoryEntry kind) {
        APIResource resource = resource(kind);
        return new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(resource.getName())
                .withNamespaced(Boolean.TRUE.equals(resource.getNamespaced()))
                .build();
    }

    private List<APIResource> ask(String apiVersion) {
        try {
            APIResourceList list = client.getApiResources(apiVersion);
            return list == null || list.getResources() == null ? List.of() : list.getResources();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static APIResource guessed(InventoryEntry kind) {
        var resource = new APIResource();
        resource.setName(Pluralize.toPlural(kind.kind().toLowerCase(Locale.ROOT)));
        resource.setNamespaced(!kind.namespace().isEmpty());
        return resource;
    }

    private static String apiVersion(InventoryEntry kind) {
        return kind.group().isEmpty() ? kind.version() : kind.group() + "/" + kind.version();
    }
}
