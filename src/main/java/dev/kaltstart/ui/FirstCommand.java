package dev.kaltstart.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.ScenarioCatalog;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The command a newcomer tries first: an alert for a cluster that exists only as a twin, else a rehearsal. Neither
 * touches anything real.
 */
@Component
class FirstCommand {

    private static final String NODE = "node";

    private final ScenarioCatalog scenarios;
    private final ObjectMapper json;

    FirstCommand(ScenarioCatalog scenarios, ObjectMapper json) {
        this.scenarios = scenarios;
        this.json = json;
    }

    /**
     * @param server where Kaltstart is reached, without a slash at the end
     * @return empty when no cluster has a node, or no scenario is about one
     */
    Optional<Shown> of(String server, List<Clusters.Protected> clusters, Instant now) {
        return clusters.stream()
                .filter(cluster -> !cluster.inventory().nodes().isEmpty())
                .min(Comparator.comparing(cluster -> !cluster.twinOnly()))
                .flatMap(cluster -> cluster.twinOnly()
                        ? Optional.of(alert(server, cluster, now))
                        : scenarios.about(NODE).stream()
                                .findFirst()
                                .map(scenario -> rehearsal(server, cluster, scenario)));
    }

    private Shown alert(String server, Clusters.Protected cluster, Instant now) {
        Map<String, Object> labels = ordered(
                "alertname",
                "KubeNodeNotReady",
                "severity",
                "critical",
                "cluster",
                cluster.name(),
                NODE,
                subject(cluster));
        Map<String, Object> alert = ordered(
                "status", "firing", "labels", labels, "startsAt", now.toString(), "fingerprint", "0123456789abcdef");
        Map<String, Object> body = ordered("version", "4", "groupKey", "sample", "alerts", List.of(alert));
        return new Shown(
                true,
                CurlCommand.post(
                        server + "/api/alerts/alertmanager",
                        "-H \"Authorization: Bearer $KALTSTART_ALERT_TOKEN\"",
                        text(body)));
    }

    private Shown rehearsal(String server, Clusters.Protected cluster, String scenario) {
        Map<String, Object> body = ordered(
                "cluster",
                cluster.name(),
                "scenario",
                scenario,
                "mode",
                "rehearsal",
                "subject",
                subject(cluster),
                "reason",
                "first rehearsal");
        return new Shown(false, CurlCommand.post(server + "/api/recoveries", "-u admin", text(body)));
    }

    /** A worker, where there is one: its loss is the simplest story. */
    private static String subject(Clusters.Protected cluster) {
        List<Node> nodes = cluster.inventory().nodes();
        return nodes.stream()
                .filter(node -> !node.controlPlane())
                .findFirst()
                .orElse(nodes.get(0))
                .name()
                .value();
    }

    private String text(Map<String, Object> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is JSON", e);
        }
    }

    private static Map<String, Object> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** @param alert it is an alert, else a request of a person */
    record Shown(boolean alert, String command) {}
}
