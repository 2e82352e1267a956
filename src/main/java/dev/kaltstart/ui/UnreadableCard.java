package dev.kaltstart.ui;

import dev.kaltstart.cluster.Clusters;
import java.util.List;

/**
 * A configured cluster that Kaltstart does not protect, because its repository cannot be parsed.
 *
 * @param problems with file and line
 */
record UnreadableCard(String name, List<String> problems) {

    private static final int SHOWN = 10;

    static UnreadableCard of(Clusters.Unreadable cluster) {
        return new UnreadableCard(
                cluster.name(), cluster.problems().lines().limit(SHOWN).toList());
    }
}
