package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The newest restore point of each claim, and what else the backup systems say of it. */
final class FoundPoints {

    private static final int MOST = 10;

    private final Instant now;
    private final Map<String, NewestPoint> newest = new HashMap<>();
    private final Map<String, Set<DataSystem>> methods = new HashMap<>();
    private final Map<String, Set<String>> remarks = new HashMap<>();
    private final Set<String> continuous = new LinkedHashSet<>();

    FoundPoints(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** A point in the future is no point: a clock is wrong somewhere. */
    void point(LiveClaim claim, NewestPoint point) {
        method(claim, point.system());
        if (point.at().isAfter(now)) {
            remark(claim, point.object() + " is dated later than now");
        } else {
            newest.merge(claim.id(), point, (one, other) -> other.at().isAfter(one.at()) ? other : one);
        }
    }

    void method(LiveClaim claim, DataSystem system) {
        methods.computeIfAbsent(claim.id(), any -> new LinkedHashSet<>()).add(system);
    }

    void remark(LiveClaim claim, String remark) {
        var those = remarks.computeIfAbsent(claim.id(), any -> new LinkedHashSet<>());
        if (those.size() < MOST) {
            those.add(remark);
        }
    }

    /** More than the newest point can be brought back, but nothing says up to when. */
    void continuous(LiveClaim claim) {
        continuous.add(claim.id());
    }

    boolean isContinuous(LiveClaim claim) {
        return continuous.contains(claim.id());
    }

    Optional<NewestPoint> newest(LiveClaim claim) {
        return Optional.ofNullable(newest.get(claim.id()));
    }

    Set<DataSystem> methods(LiveClaim claim) {
        return methods.getOrDefault(claim.id(), Set.of());
    }

    List<String> remarks(LiveClaim claim) {
        return List.copyOf(remarks.getOrDefault(claim.id(), Set.of()));
    }
}
