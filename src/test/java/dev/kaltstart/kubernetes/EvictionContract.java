package dev.kaltstart.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kaltstart.lab.Contract;
import dev.kaltstart.lab.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the API answers to an eviction, word for word where a step reads it. */
abstract class EvictionContract extends Contract {

    @Test
    void grantsItWhereNoBudgetIsInTheWay() {
        var app = new Workload(world, "app").create().running();
        Pod pod = app.pods().get(0);

        var graces = new CopyOnWriteArrayList<Long>();
        try (var unused = world.kubernetes().pods().resource(pod).watch(going(graces))) {
            assertThat(evict(pod)).contains("\"status\":\"Success\"", "\"code\":201");
            world.until("it is gone", () -> fresh(pod) == null && !graces.isEmpty());
        }
        assertThat(graces.get(0)).isEqualTo(30);
    }

    @Test
    void refusesItWithTheBudgetAndItsFigures() {
        var app = new Workload(world, "app").create().running().guarded("no-one", 1);

        var refused = refusal(app.pods().get(0));

        assertThat(refused.getCode()).isEqualTo(429);
        assertThat(refused.getStatus().getReason()).isEqualTo("TooManyRequests");
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("Cannot evict pod as it would violate the pod's disruption budget.");
        assertThat(refused.getStatus().getDetails().getCauses()).singleElement().satisfies(cause -> {
            assertThat(cause.getReason()).isEqualTo("DisruptionBudget");
            assertThat(cause.getMessage())
                    .isEqualTo("The disruption budget no-one needs 1 healthy pods and has 1 currently");
        });
        assertThat(world.kubernetes().pods().resource(app.pods().get(0)).evict())
                .as("the client makes a false of it")
                .isFalse();
    }

    @Test
    void cannotWeighTwoBudgets() {
        var app =
                new Workload(world, "app").create().running().guarded("one", 0).guarded("two", 0);

        var refused = refusal(app.pods().get(0));

        assertThat(refused.getCode()).isEqualTo(500);
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                        + " support.");
    }

    @Test
    void readsTheExpressionsOfABudget() {
        var app = new Workload(world, "app").create().running();
        app.guardingOthers("others");
        app.guarded("one", 1);

        assertThat(refusal(app.pods().get(0)).getStatus().getDetails().getCauses())
                .singleElement()
                .satisfies(cause -> assertThat(cause.getMessage()).startsWith("The disruption budget one needs"));
    }

    @Test
    void knowsNoPodOfThatName() {
        var app = new Workload(world, "app").create().running();
        Pod pod = app.pods().get(0);
        pod.getMetadata().setName("another");

        assertThat(refusal(pod).getCode()).isEqualTo(404);
    }

    /** A pod may be gone before the next poll, and its grace period is 0 once it has ended. */
    private static Watcher<Pod> going(List<Long> graces) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                if (pod.getMetadata().getDeletionTimestamp() != null) {
                    graces.add(pod.getMetadata().getDeletionGracePeriodSeconds());
                }
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }

    private Pod fresh(Pod pod) {
        return world.kubernetes().pods().resource(pod).get();
    }

    private String evict(Pod pod) {
        String path = "/api/v1/namespaces/%s/pods/%s/eviction"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        return world.kubernetes()
                .raw(
                        path,
                        "POST",
                        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\"}}"
                                .formatted(pod.getMetadata().getName()))
                .replace(": ", ":");
    }

    private KubernetesClientException refusal(Pod pod) {
        var refused = catchThrowableOfType(KubernetesClientException.class, () -> evict(pod));
        assertThat(refused).as("was not refused").isNotNull();
        return refused;
    }
}
