package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.util.ArrayList;
import java.util.List;

/** Asks pods to go, by way of their budgets. */
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

    /** Evicts every pod that may go. Those with data that would be lost are left alone; returns what holds the rest. */
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

    /** "Too many requests" is the answer of a budget here, not a reason for the client to try again by itself. */
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
