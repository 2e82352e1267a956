package dev.kaltstart.backup.ledger;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Records the volumes of the real clusters while they answer. Only reads; quiet when a cluster does not answer. */
@Component
public class VolumeWatch {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeWatch.class);
    private static final String NO_RECOVERY = "";

    private final Map<String, List<String>> notes = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final LedgerRows ledger;
    private final Redaction redaction;
    private final Clock clock;

    VolumeWatch(Clusters clusters, LedgerRows ledger, Redaction redaction, Clock clock) {
        this.clusters = clusters;
        this.ledger = ledger;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** What the last look that was answered could not read or record, for people. */
    List<String> notes(String cluster) {
        return notes.getOrDefault(cluster, List.of());
    }

    public void look() {
        clusters.all().stream().filter(cluster -> !cluster.twinOnly()).forEach(cluster -> look(cluster.name()));
    }

    private void look(String cluster) {
        try {
            var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            var seen = LiveBindings.of(
                    clusters.open(cluster, Mode.LIVE, NO_RECOVERY, Clusters.LOOKING)
                            .kubernetes(),
                    redaction);
            var remarks = new ArrayList<>(seen.notes());
            int without = ledger.saw(cluster, now, seen.all());
            if (without > 0) {
                remarks.add("%d claims are not recorded: there are too many".formatted(without));
                LOG.warn("the volumes of {} claims of {} are not recorded: there are too many", without, cluster);
            }
            notes.put(cluster, List.copyOf(remarks));
        } catch (Cluster.UnusableCredentials e) {
            LOG.debug("cannot ask the Kubernetes of {} for its volumes", cluster, e);
        } catch (KubernetesClientException e) {
            LOG.debug(
                    "the Kubernetes API of {} {}: its volumes are not recorded", cluster, KubernetesTrouble.message(e));
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("the volumes of {} could not be recorded: {}", cluster, e.getMessage());
        }
    }
}
