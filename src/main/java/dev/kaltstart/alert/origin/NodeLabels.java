package dev.kaltstart.alert.origin;

import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the node that an alert's labels name. Prometheus renames a metric's own label to {@code exported_…} where the
 * target that was scraped has one of the same name (prometheus/prometheus:docs, honor_labels): the metric's own is about
 * the failed node, the other one about the exporter's.
 */
record NodeLabels(Inventory inventory, AlertNaming naming) {

    private static final String EXPORTED = "exported_";
    private static final String INSTANCE = "instance";
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:]*):\\d{1,5}");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)\\](:\\d{1,5})?");

    AlertOrigin origin(Alert alert) {
        return first(alert, naming.nodeLabels().stream().map(EXPORTED::concat))
                .map(own -> origin(inventory.find(own)))
                .orElseGet(() -> byTarget(alert));
    }

    private AlertOrigin byTarget(Alert alert) {
        Optional<Node> byInstance =
                first(alert, Stream.of(EXPORTED + INSTANCE, INSTANCE)).flatMap(this::byInstance);
        Optional<String> label = first(alert, naming.nodeLabels().stream());
        if (label.isEmpty()) {
            return alert.label(INSTANCE).isEmpty()
                    ? new AlertOrigin.NotSaid()
                    : origin(speaksOfOthers(alert) ? Optional.empty() : byInstance);
        }
        Optional<Node> node = inventory.find(label.get());
        return node.isPresent()
                        && byInstance.filter(other -> !node.get().equals(other)).isPresent()
                        && !speaksOfOthers(alert)
                ? new AlertOrigin.Contradiction()
                : origin(node);
    }

    /** Exporters whose own node is never the subject of their metrics. */
    private static boolean speaksOfOthers(Alert alert) {
        return alert.label("job").contains("kube-state-metrics");
    }

    private Optional<Node> byInstance(String instance) {
        return inventory.find(host(instance));
    }

    private static String host(String instance) {
        return Stream.of(BRACKETS, HOST_AND_PORT)
                .map(pattern -> pattern.matcher(instance))
                .filter(found -> found.matches())
                .map(found -> found.group(1))
                .findFirst()
                // an address of version 6 without brackets has no port
                .orElse(instance);
    }

    private static AlertOrigin origin(Optional<Node> node) {
        return node.<AlertOrigin>map(AlertOrigin.OneNode::new).orElseGet(AlertOrigin.Elsewhere::new);
    }

    /** An empty label is no label. */
    private static Optional<String> first(Alert alert, Stream<String> labels) {
        return labels.map(alert::label).filter(value -> !value.isEmpty()).findFirst();
    }
}
