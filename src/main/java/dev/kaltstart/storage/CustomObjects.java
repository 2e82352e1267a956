package dev.kaltstart.storage;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** The objects of one kind that a cluster may or may not serve. */
record CustomObjects(KubernetesClient client, String group, String version) {

    private static final int NOT_FOUND = 404;

    /**
     * In all namespaces; none when the cluster does not serve the kind.
     *
     * @throws KubernetesClientException when the API is served but fails
     */
    List<Crd> list(String kind, String plural) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        try {
            return client.genericKubernetesResources(context).inAnyNamespace().list().getItems().stream()
                    .map(Crd::new)
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }
}
