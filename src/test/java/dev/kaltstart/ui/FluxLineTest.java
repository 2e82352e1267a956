package dev.kaltstart.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.watch.FluxLooks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FluxLineTest {

    @Test
    void neverSaysThatAllFollowGitWhileOneIsSuspended() {
        var apps = FluxId.kustomization("flux-system", "cluster-apps");

        assertThat(line(List.of(apps))).isEqualTo("1 suspended, which do not follow Git; nothing else fails");
        assertThat(line(List.of())).isEqualTo("all 12 objects of Flux follow Git");
    }

    private static String line(List<FluxId> suspended) {
        var drift = new Drift(12, List.of(), suspended, List.of());
        var seen = new FluxLooks.Seen(
                Instant.parse("2026-11-23T09:00:00Z"), FluxLooks.Api.ANSWERED, drift, null, Map.of());
        return FluxLine.of(seen, "/api/clusters/prod").message();
    }
}
