package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Inventory.TalosTool;
import java.util.Set;

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

    /** The cluster for a list to choose from. */
    public String label() {
        return cluster.isEmpty() ? directory : "%s (%s)".formatted(cluster, file);
    }
}
