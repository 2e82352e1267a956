package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at the volumes of each real cluster. Keeps what it saw in memory only: it is looked up again after a restart. After a
 * cluster was lost, the last look stays, with its date. Thread-safe.
 */
@Component
class ProtectionWatch implements SeenProtections {

    private static final Logger LOG = LoggerFactory.getLogger(ProtectionWatch.class);
    private static final String NO_RECOVERY = "";

    private final Map<String, SeenProtection> seen = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final Objectives.ByCluster objectives;
    private final LastProofs proven;
    private final Redaction redaction;
    private final Clock clock;

    ProtectionWatch(
            Clusters clusters, Objectives.ByCluster objectives, LastProofs proven, Redaction redaction, Clock clock) {
        this.clusters = clusters;
        this.objectives = objectives;
        this.proven = proven;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public Optional<SeenProtection> lastLook(String cluster) {
        return Optional.ofNullable(seen.get(cluster));
    }

    void look() {
        clusters.all().stream().filter(cluster -> !cluster.twinOnly()).forEach(cluster -> {
            try {
                look(cluster);
            } catch (RuntimeException e) {
                // the next cluster is read all the same
                LOG.warn("the volumes of {} could not be read", cluster.name(), e);
            }
        });
    }

    /** Asks the cluster now; a look that fails does not replace one that went well. */
    SeenProtection look(Protected cluster) {
        var now = clock.instant();
        var target = objectives.of(cluster.name()).lostData();
        try {
            var client = clusters.open(cluster.name(), Mode.LIVE, NO_RECOVERY, Clusters.LOOKING)
                    .kubernetes();
            var look = new ProtectionLook(client, cluster.inventory().volumes(), target, proven.last(cluster.name()))
                    .at(now);
            seen.put(cluster.name(), look);
            return look;
        } catch (Cluster.UnusableCredentials e) {
            return failed(cluster, SeenProtection.unknown(now, target, String.valueOf(e.getMessage())));
        } catch (KubernetesClientException e) {
            LOG.debug("the API of {} did not answer", cluster.name(), e);
            var why = redaction.clean("its Kubernetes API " + KubernetesTrouble.message(e));
            return failed(cluster, SeenProtection.unknown(now, target, why));
        }
    }

    private SeenProtection failed(Protected cluster, SeenProtection look) {
        seen.merge(cluster.name(), look, (before, failed) -> before.unknown().isEmpty() ? before : failed);
        return look;
    }
}
