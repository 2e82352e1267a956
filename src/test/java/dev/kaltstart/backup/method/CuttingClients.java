package dev.kaltstart.backup.method;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that are cut off after a number of requests, as a kill does it. */
public final class CuttingClients {

    private CuttingClients() {}

    /** What a killed process would not have caught. */
    public static final class Cut extends Error {}

    public static KubernetesClient after(int requests, KubernetesClient client) {
        var left = new AtomicInteger(requests);
        return new KubernetesClientBuilder()
                .withConfig(client.getConfiguration())
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("cut", new Interceptor() {
                    @Override
                    public void before(BasicBuilder request, HttpRequest copy, RequestTags tags) {
                        if (left.getAndDecrement() <= 0) {
                            throw new Cut();
                        }
                    }
                }))
                .build();
    }
}
