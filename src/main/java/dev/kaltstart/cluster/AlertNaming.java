package dev.kaltstart.cluster;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster's monitoring names its alerts and nodes, where that is not the usual way.
 *
 * @param names own alert names, each mapped to a known alert
 * @param nodeLabel the label that names the node; null for the usual ones
 */
public record AlertNaming(
        Map<String, String> names, @Nullable String nodeLabel) {

    public static final AlertNaming USUAL = new AlertNaming(Map.of(), null);

    private static final List<String> NODE_LABELS = List.of("node");

    public AlertNaming {
        names = Map.copyOf(names);
    }

    /** The known alert that this name is mapped to, else the name itself. */
    public String known(String alertname) {
        return names.getOrDefault(alertname, alertname);
    }

    /** The labels that may name the node. */
    public List<String> nodeLabels() {
        return nodeLabel == null ? NODE_LABELS : List.of(nodeLabel);
    }

    /** The naming of each configured cluster. */
    public interface ByCluster {

        /** @throws java.util.NoSuchElementException when there is no such cluster */
        AlertNaming naming(String cluster);
    }
}
