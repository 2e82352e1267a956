package dev.kaltstart.cluster.access;

import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import dev.kaltstart.cluster.Inventory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One client per kubeconfig, recreated when its content changes. Thread-safe. */
public final class KubernetesClients implements AutoCloseable {

    private static final Duration CONNECTION = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final KubeconfigPolicy policy;
    private final Map<Kubeconfig, KubernetesClient> clients = new HashMap<>();

    public KubernetesClients(KubeconfigPolicy policy) {
        this.policy = policy;
    }

    /** @throws UnusableCredentials when the kubeconfig is missing or must not be used */
    public synchronized KubernetesClient of(Inventory inventory) {
        var kubeconfig = policy.accept(inventory);
        // keep a replaced client open: a step may be using it
        return clients.computeIfAbsent(kubeconfig, used -> connect(used, CONNECTION, ANSWER));
    }

    /**
     * Uses only the accepted kubeconfig: no environment, no default kubeconfig, no service account.
     *
     * @param answer time-out until a response begins, and again until it is complete
     */
    public static KubernetesClient connect(Kubeconfig kubeconfig, Duration connection, Duration answer) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(kubeconfig.server())
                .withCaCertData(kubeconfig.authority())
                .withClientCertData(kubeconfig.clientCertificate())
                .withClientKeyData(kubeconfig.clientKey())
                .withOauthToken(kubeconfig.token())
                .withConnectionTimeout(Math.toIntExact(connection.toMillis()))
                .withRequestTimeout(Math.toIntExact(answer.toMillis()))
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor(AnswerLimit.class.getName(), new AnswerLimit(answer)))
                .build();
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(KubernetesClient::close);
        clients.clear();
    }
}
