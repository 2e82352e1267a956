package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Inventory.TalosTool;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that describe the machines of one cluster.
 *
 * @param tool that makes machine configurations from them
 * @param directory with a trailing slash; empty at the root of the repository
 * @param file that names the cluster
 * @param cluster its name there; empty where only rendering can tell
 */
public record MachineSource(TalosTool tool, String directory, String file, String cluster) {

    /** Whether a person means this cluster: by its name, by a directory above it, or by the name of one. */
    public boolean isMeant(String clusterOrPath) {
        var wanted = clusterOrPath.replaceFirst("^\\./", "").replaceFirst("/+$", "");
        return cluster.equals(wanted)
                || directory.startsWith(wanted + "/")
                || Set.of(directory.split("/")).contains(wanted);
    }

    /**
     * The text by which a person means this cluster, and none of the others wherever there is such a text.
     *
     * @param all clusters of the repository
     */
    public String choice(List<MachineSource> all) {
        return Stream.of(directory.replaceFirst("/+$", ""), cluster)
                .filter(text -> !text.isEmpty()
                        && all.stream().filter(other -> other.isMeant(text)).count() == 1)
                .findFirst()
                .orElse(directory);
    }

    /** The cluster for a list to choose from. */
    public String label() {
        return cluster.isEmpty() ? directory : "%s (%s)".formatted(cluster, file);
    }
}
