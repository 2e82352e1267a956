package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * A claim of the live cluster, and what can be brought back of its data.
 *
 * @param volume that it is bound to; blank when to none
 * @param storage what holds the data; null when unknown
 * @param methods that back it up, according to the cluster or to the repository
 * @param newest restore point that can be used; empty when there is none
 * @param proven when a restore of it last succeeded; empty when none is known
 * @param remark what a person has to know
 */
@NamedInterface("status")
public record ProtectedVolume(
        String namespace,
        String claim,
        String volume,
        String app,
        String size,
        @Nullable DataSystem storage,
        List<DataSystem> methods,
        Optional<NewestPoint> newest,
        Rpo rpo,
        Optional<Instant> proven,
        String remark) {

    public ProtectedVolume {
        methods = List.copyOf(methods);
    }

    /** What would be lost now at the least; empty when there is no restore point. */
    public Optional<Duration> age(Instant now) {
        return newest.map(point -> Duration.between(point.at(), now));
    }
}
