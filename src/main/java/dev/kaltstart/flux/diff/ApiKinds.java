package dev.kaltstart.flux.diff;

import dev.kaltstart.flux.object.InventoryEntry;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the API has the kinds that it serves; each group is asked for once. Thread-safe. */
record ApiKinds(KubernetesClient client, Map<String, List<APIResource>> groups) {

    ApiKinds(KubernetesClient client) {
        this(client, new ConcurrentHashMap<>());
    }

    /** Empty when it serves none of this kind in this version. */
    Optional<ResourceDefinitionContext> find(String apiVersion, String kind) {
        String group = BuiltObject.group(apiVersion);
        return groups.computeIfAbsent(apiVersion, this::resources).stream()
                .filter(resource ->
                        kind.equals(resource.getKind()) && !resource.getName().contains("/"))
                .findFirst()
                .map(resource -> new ResourceDefinitionContext.Builder()
                        .withGroup(group.isEmpty() ? null : group)
                        .withVersion(apiVersion.substring(apiVersion.indexOf('/') + 1))
                        .withKind(kind)
                        .withPlural(resource.getName())
                        .withNamespaced(Boolean.TRUE.equals(resource.getNamespaced()))
                        .build());
    }

    Optional<ResourceDefinitionContext> find(InventoryEntry object) {
        String apiVersion = object.group().isEmpty() ? object.version() : object.group() + "/" + object.version();
        return find(apiVersion, object.kind());
    }

    private List<APIResource> resources(String apiVersion) {
        APIResourceList list = client.getApiResources(apiVersion);
        return list == null || list.getResources() == null ? List.of() : list.getResources();
    }
}
