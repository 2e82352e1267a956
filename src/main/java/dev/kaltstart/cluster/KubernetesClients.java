package dev.kaltstart.cluster;

import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.HashMap;
import java.util.Map;

/** One client for each kubeconfig, made anew when its content has changed. Thread-safe. */
final class KubernetesClients implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 20_000;

    private final KubeconfigPolicy policy;
    private final Map<Kubeconfig, KubernetesClient> clients = new HashMap<>();

    KubernetesClients(KubeconfigPolicy policy) {
        this.policy = policy;
    }

    /** @throws UnusableCredentials when the kubeconfig is missing or must not be used */
    synchronized KubernetesClient of(Inventory inventory) {
        var kubeconfig = policy.accept(inventory);
        // a replaced one stays open: a step may be in the middle of using it
        return clients.computeIfAbsent(kubeconfig, KubernetesClients::connect);
    }

    /** Nothing but what was judged goes in: no environment, no default kubeconfig, no service account. */
    private static KubernetesClient connect(Kubeconfig kubeconfig) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(kubeconfig.server())
                .withCaCertData(kubeconfig.authority())
                .withClientCertData(kubeconfig.clientCertificate())
                .withClientKeyData(kubeconfig.clientKey())
                .withOauthToken(kubeconfig.token())
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(KubernetesClient::close);
        clients.clear();
    }
}
