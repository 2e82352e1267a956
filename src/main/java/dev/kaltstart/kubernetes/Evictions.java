package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.util.ArrayList;
import java.util.List;

/** Evicts pods through the eviction API, which respects their budgets. */
final class Evictions {

    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final KubernetesClient client;
    private final KubernetesClient impatient;
    private final Blockers blockers;

    Evictions(KubernetesClient client) {
        this.client = client;
        this.impatient = impatient(client);
        this.blockers = new Blockers(client);
    }

    /** Evicts all pods but those whose data would be lost. @return the blockers of the remaining pods */
    List<Blocker> evict(String node) {
        var left = new ArrayList<Blocker>();
        for (Pod pod : NodePods.staying(client, node)) {
            List<Blocker> lasting = blockers.lasting(pod);
            if (!lasting.isEmpty()) {
                left.addAll(lasting);
            } else if (!evicted(pod)) {
                left.addAll(blockers.passing(pod));
            }
        }
        return left;
    }

    /** "Too many requests" comes from a disruption budget here; the client must not retry it. */
    private static KubernetesClient impatient(KubernetesClient client) {
        var settings = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        return client.newClient(settings).adapt(KubernetesClient.class);
    }

    private boolean evicted(Pod pod) {
        try {
            return impatient.pods().resource(pod).evict();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return true;
            }
            if (e.getCode() == SERVER_ERROR && blockers.severalBudgets(pod)) {
                return false;
            }
            throw e;
        }
    }
}
