package dev.kaltstart.flux.watch;

import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/** What was seen when the Flux of each real cluster was looked at last. */
@NamedInterface("status")
public interface FluxLooks {

    /** Each reconciliation is trouble for a moment. */
    Duration PATIENCE = Duration.ofMinutes(5);

    /** Empty for a twin, and before the first look. */
    Optional<Seen> newest(String cluster);

    /**
     * What was seen of one cluster.
     *
     * @param api whether its Kubernetes API answered, whatever it said about Flux
     * @param drift null when unknown
     * @param unknown why; null when there is a drift to look at
     * @param since when each trouble was first seen
     */
    @NamedInterface("status")
    record Seen(
            Instant at,
            Api api,
            @Nullable Drift drift,
            @Nullable String unknown,
            Map<FluxId, Instant> since) {

        public Seen {
            since = Map.copyOf(since);
        }

        static Seen unknown(Instant at, Api api, String why) {
            return new Seen(at, api, null, why, Map.of());
        }

        /** What did not pass in some minutes, in words; blank when there is nothing. */
        public String lasting() {
            return drift == null
                    ? ""
                    : drift.roots().stream()
                            .filter(root -> !since.getOrDefault(root.id(), at).isAfter(at.minus(PATIENCE)))
                            .map(Drift.Root::message)
                            .collect(Collectors.joining("; "));
        }
    }

    /** A sign of life of the Kubernetes API. */
    @NamedInterface("status")
    enum Api {
        ANSWERED,
        /** No answer, or only that of a server that cannot serve. */
        SILENT,
        /** Kaltstart has no credentials that it may use. */
        NOT_ASKED
    }
}
