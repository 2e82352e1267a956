package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the metadata of objects and nothing else of them, so that the API sends no content: no data of a Secret arrives
 * here. Answers from the cache of the API server, so that frequent reads cost etcd nothing.
 */
public final class ObjectMetadata {

    /** An inventory is a status that others can write: no part of it may lead to another address. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9.-]*:v[a-z0-9]*:[A-Za-z0-9]+");

    private static final String ACCEPT =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private final KubernetesClient client;
    private final LiveObjects live;

    public ObjectMetadata(KubernetesClient client) {
        this.client = client;
        this.live = new LiveObjects(client);
    }

    /**
     * All objects of a kind in all namespaces, by {@link #key}.
     *
     * @param kind namespace and name do not matter
     * @return empty when the API does not serve this version of the kind, or forbids listing it
     * @throws KubernetesClientException when the API does not answer
     */
    public Optional<Map<String, ObjectMeta>> all(InventoryEntry kind) {
        if (!PLAIN.matcher(kind.group() + ":" + kind.version() + ":" + kind.kind())
                .matches()) {
            return Optional.empty();
        }
        HttpResponse<byte[]> answer =
                get(URI.create(client.getMasterUrl().toString().replaceFirst("/+$", "")
                        + (kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/") + kind.version() + "/"
                        + live.plural(kind) + "?resourceVersion=0"));
        if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND || answer.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            return Optional.empty();
        }
        if (!answer.isSuccessful()) {
            throw new KubernetesClientException("list of " + kind.kind(), answer.code(), null);
        }
        return Optional.of(
                Serialization.unmarshal(new ByteArrayInputStream(answer.body()), GenericKubernetesResourceList.class)
                        .getItems()
                        .stream()
                        .map(GenericKubernetesResource::getMetadata)
                        .collect(Collectors.toMap(
                                one -> key(one.getNamespace() == null ? "" : one.getNamespace(), one.getName()),
                                one -> one,
                                (one, same) -> one)));
    }

    /** @param namespace blank for what belongs to no namespace */
    public static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private HttpResponse<byte[]> get(URI uri) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", ACCEPT)
                .build();
        try {
            return client.getHttpClient()
                    .sendAsync(request, byte[].class)
                    .get(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException("no answer", new IOException(e));
        }
    }
}
