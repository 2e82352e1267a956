package dev.kaltstart.flux.watch;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks and proposes in one turn: with a turn each, a proposal could be late by the pause between two looks. */
@Component
class FluxSchedule {

    private final FluxWatch watch;
    private final FluxProbe probe;

    FluxSchedule(FluxWatch watch, FluxProbe probe) {
        this.watch = watch;
        this.probe = probe;
    }

    @Scheduled(
            initialDelayString = "${kaltstart.flux.look-first:PT20S}",
            fixedDelayString = "${kaltstart.flux.look:PT20S}")
    void look() {
        try {
            watch.look();
        } finally {
            probe.look();
        }
    }
}
