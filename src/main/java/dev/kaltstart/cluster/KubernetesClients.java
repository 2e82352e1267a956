package dev.kaltstart.cluster;

import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One client for each kubeconfig, made anew when its content has changed. Thread-safe. */
final class KubernetesClients implements AutoCloseable {

    private static final Duration CONNECTION = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final KubeconfigPolicy policy;
    private final Map<Kubeconfig, KubernetesClient> clients = new HashMap<>();

    KubernetesClients(KubeconfigPolicy policy) {
        this.policy = policy;
    }

    /** @throws UnusableCredentials when the kubeconfig is missing or must not be used */
    synchronized KubernetesClient of(Inventory inventory) {
        var kubeconfig = policy.accept(inventory);
        // a replaced one stays open: a step may be in the middle of using it
        return clients.computeIfAbsent(kubeconfig, used -> connect(used, CONNECTION, ANSWER));
    }

    /**
     * Nothing but what was judged goes in: no environment, no default kubeconfig, no service account.
     *
     * @param answer until an answer begins, and again until it is whole
     */
    static KubernetesClient connect(Kubeconfig kubeconfig, Duration connection, Duration answer) {
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
