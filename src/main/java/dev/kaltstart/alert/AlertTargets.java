package dev.kaltstart.alert;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Node;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Looks labels up in the inventory. The result comes from the inventory; the labels themselves are not used further. */
@Component
class AlertTargets {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(.*):\\d{1,5}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+");

    private final Clusters clusters;

    AlertTargets(Clusters clusters) {
        this.clusters = clusters;
    }

    /** @throws AlertRefusal.Refused when an alert names an unknown cluster or node */
    AlertTarget find(Alert alert) {
        Protected cluster = cluster(alert);
        if (alert.labels().containsKey("node")) {
            Node node = node(cluster, alert.label("node")).orElseThrow(AlertRefusal.UNKNOWN_NODE::refused);
            return new AlertTarget(cluster, node.name().value(), true);
        }
        return alert.labels().containsKey("instance")
                ? byInstance(cluster, alert.label("instance"))
                : new AlertTarget(cluster, null, null);
    }

    private Protected cluster(Alert alert) {
        if (!alert.labels().containsKey("cluster")) {
            List<Protected> all = clusters.all();
            if (all.size() != 1) {
                throw AlertRefusal.NO_CLUSTER.refused();
            }
            return all.get(0);
        }
        String name = composed(alert.label("cluster"));
        return clusters.all().stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(AlertRefusal.UNKNOWN_CLUSTER::refused);
    }

    /** Exporters in pods have instances that are not nodes; the table decides about those. */
    private static AlertTarget byInstance(Protected cluster, String instance) {
        String host = withoutPort(instance);
        if (!HOST.matcher(host).matches()) {
            throw AlertRefusal.UNKNOWN_NODE.refused();
        }
        return node(cluster, host)
                .map(node -> new AlertTarget(cluster, node.name().value(), true))
                .orElseGet(() -> new AlertTarget(cluster, null, false));
    }

    private static Optional<Node> node(Protected cluster, String label) {
        String wanted = composed(label);
        List<Node> found = cluster.inventory().nodes().stream()
                .filter(node ->
                        node.name().value().equals(wanted) || node.addresses().contains(wanted))
                .toList();
        // two nodes with one address: ambiguous
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String withoutPort(String instance) {
        if (instance.startsWith("[")) {
            int end = instance.indexOf(']');
            return end < 0 ? instance : instance.substring(1, end);
        }
        var match = HOST_AND_PORT.matcher(instance);
        boolean addressOfSixthVersion = instance.indexOf(':') != instance.lastIndexOf(':');
        return match.matches() && !addressOfSixthVersion ? match.group(1) : instance;
    }

    private static String composed(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFC);
    }
}
