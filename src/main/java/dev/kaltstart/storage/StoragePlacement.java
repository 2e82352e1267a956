package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Longhorn stores on each node with a pod of the DaemonSet longhorn-manager. It avoids nodes with a taint that it does
 * not tolerate, such as Talos control planes unless {@code allowSchedulingOnControlPlanes} is set.
 */
final class StoragePlacement {

    private static final String NAME = "longhorn-manager";

    /** Temporary taints: every DaemonSet tolerates them, or a controller or a person removes them. */
    private static final Pattern PASSING = Pattern.compile(
            "(node\\.kubernetes\\.io|node\\.cloudprovider\\.kubernetes\\.io|node\\.cilium\\.io|kaltstart\\.dev)/.*");

    private final KubernetesClient client;

    StoragePlacement(KubernetesClient client) {
        this.client = client;
    }

    /** The permanent taint that keeps Longhorn off a node; empty when there is none, or when either is unknown. */
    Optional<String> keptOff(String name) {
        Node node = client.nodes().withName(name).get();
        var manager = client.apps()
                .daemonSets()
                .inNamespace(Longhorn.NAMESPACE)
                .withName(NAME)
                .get();
        if (node == null || node.getSpec() == null || manager == null) {
            return Optional.empty();
        }
        List<Toleration> tolerations = manager.getSpec().getTemplate().getSpec().getTolerations();
        return node.getSpec().getTaints().stream()
                .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
                .filter(taint -> !PASSING.matcher(taint.getKey()).matches())
                .filter(taint -> tolerations.stream().noneMatch(toleration -> tolerates(toleration, taint)))
                .map(Taint::getKey)
                .findFirst();
    }

    /** By the Kubernetes rules: no key matches every key, no effect matches every effect. */
    private static boolean tolerates(Toleration toleration, Taint taint) {
        return matches(toleration.getKey(), taint.getKey())
                && matches(toleration.getEffect(), taint.getEffect())
                && ("Exists".equals(toleration.getOperator())
                        || text(toleration.getValue()).equals(text(taint.getValue())));
    }

    private static boolean matches(@Nullable String wanted, String actual) {
        return text(wanted).isEmpty() || actual.equals(wanted);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
