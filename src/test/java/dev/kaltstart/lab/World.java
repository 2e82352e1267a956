package dev.kaltstart.lab;

import dev.kaltstart.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * Where a contract is kept: the twin, or the real thing. Six nodes, cp-1 to cp-3 and wk-1 to wk-3, all of them alive, and an
 * empty namespace.
 */
public interface World extends AutoCloseable {

    /** On the wall clock, of either world. The pod collector takes up to a minute to notice that a node is gone. */
    Duration PATIENCE = Duration.ofSeconds(90);

    Cluster cluster();

    default KubernetesClient kubernetes() {
        return cluster().kubernetes();
    }

    /** Nobody else puts anything in there. */
    String namespace();

    /** The kubelet of a node is not heard of any more. */
    void silence(String node);

    default void until(String what, BooleanSupplier so) {
        Awaitility.await(what)
                .pollInterval(Duration.ofMillis(100))
                .atMost(PATIENCE)
                // an API server whose storage of a kind is not ready yet asks for another try
                .ignoreExceptionsMatching(e -> e instanceof KubernetesClientException answer && answer.getCode() == 429)
                .until(so::getAsBoolean);
    }

    @Override
    void close();
}
