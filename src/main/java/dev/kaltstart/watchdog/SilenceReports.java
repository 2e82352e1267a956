package dev.kaltstart.watchdog;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reports a silence once, and its end. During a recovery nothing is reported: the cluster is silent on purpose. */
@Component
class SilenceReports {

    /** As the table {@code processes/triage} knows them. */
    static final String LOST = "ClusterSilent";

    static final String MONITORING = "MonitoringSilent";

    private final Sightings sightings;
    private final Recoveries recoveries;

    SilenceReports(Sightings sightings, Recoveries recoveries) {
        this.sightings = sightings;
        this.recoveries = recoveries;
    }

    /** @param other another real cluster, which answers */
    void keep(String cluster, Silence silence, Optional<String> other) {
        Optional<Sightings.Open> lost = open(cluster, LOST);
        Optional<Sightings.Open> monitoring = open(cluster, MONITORING);
        lost.filter(known -> known.leftBehind() || silence.over(known.reported()))
                .ifPresent(known -> sightings.over(cluster, known));
        monitoring
                .filter(known -> known.leftBehind() || silence.beatsSince(known.reported()))
                .ifPresent(known -> sightings.over(cluster, known));
        if (lost.isEmpty() && silence.lost() && !recovering(cluster)) {
            began(cluster, LOST, silence, SilenceMessage.lost(silence, other));
        }
        if (monitoring.isEmpty() && silence.monitoringOnly() && !recovering(cluster)) {
            began(cluster, MONITORING, silence, SilenceMessage.monitoring(silence));
        }
    }

    private Optional<Sightings.Open> open(String cluster, String name) {
        return sightings.open(cluster).stream()
                .filter(known -> known.own() && known.name().equals(name))
                .findFirst();
    }

    private boolean recovering(String cluster) {
        return recoveries.notEnded(cluster).stream().anyMatch(recovery -> recovery.mode() != Mode.REHEARSAL);
    }

    private void began(String cluster, String name, Silence silence, String message) {
        sightings.began(cluster, new Sightings.Sighting(name, "cluster " + cluster, silence.began(), message));
    }
}
