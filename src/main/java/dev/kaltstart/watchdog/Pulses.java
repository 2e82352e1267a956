package dev.kaltstart.watchdog;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.watch.FluxLooks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes the pulse of a cluster. The look at its Flux has just asked the Kubernetes API, so that is not asked again. */
@Component
class Pulses {

    private static final String NO_RECOVERY = "";

    private final Clusters clusters;
    private final FluxLooks looks;
    private final LifeSigns signs;

    Pulses(Clusters clusters, FluxLooks looks, LifeSigns signs) {
        this.clusters = clusters;
        this.looks = looks;
        this.signs = signs;
    }

    /**
     * Takes it and keeps the signs of life; empty before the first look at the API.
     *
     * @param listening gives the time, and is asked after each question
     */
    Optional<Pulse> take(String cluster, Listening listening) {
        return looks.newest(cluster).map(seen -> take(cluster, seen, listening));
    }

    private Pulse take(String cluster, FluxLooks.Seen seen, Listening listening) {
        if (seen.api() == FluxLooks.Api.ANSWERED) {
            signs.api(cluster, seen.at());
            return new Pulse(seen.api(), "", List.of());
        }
        var nodes = new NodePulse(clusters.open(cluster, Mode.LIVE, NO_RECOVERY, Clusters.LOOKING), listening::heard)
                .take();
        var pulse = new Pulse(seen.api(), Objects.requireNonNullElse(seen.unknown(), ""), nodes);
        if (pulse.talosAnswers()) {
            signs.talos(cluster, listening.heard());
        }
        return pulse;
    }
}
