package dev.kaltstart.cluster;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * How often a cluster has to be drilled: an entry of {@code drills} in kaltstart.yaml.
 *
 * @param every from one drill to the next; null for never
 * @param countsReal a real recovery of the same parts counts as well
 */
public record DrillPolicy(@Nullable Period every, boolean countsReal) {

    /** Without an entry. */
    public static final DrillPolicy YEARLY = new DrillPolicy(Period.ofYears(1), false);

    /** The policies of each cluster. */
    @FunctionalInterface
    public interface ByCluster {

        /** @param drill id of its model */
        DrillPolicy policy(String cluster, String drill);
    }
}
