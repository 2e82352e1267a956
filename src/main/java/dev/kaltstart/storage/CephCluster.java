package dev.kaltstart.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Ceph cluster as Rook reports it ({@code ceph.rook.io/v1}).
 *
 * @param external it runs outside of this cluster
 * @param health {@code HEALTH_OK}, {@code HEALTH_WARN}, {@code HEALTH_ERR}; blank when Rook has not said
 * @param checks Ceph's health checks that are not well, by code, with their message
 * @param looked when Rook last asked Ceph; null when unknown
 */
record CephCluster(
        String namespace,
        String name,
        boolean external,
        String health,
        Map<String, String> checks,
        @Nullable Instant looked) {

    /** Rook asks every minute. An operator that died with the node leaves its last word behind. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private static final int LONGEST = 200;

    /** Data that is not whole or cannot be reached, and daemons that are down: time makes them well, or a person does. */
    private static final Pattern NOT_WHOLE = Pattern.compile("OSD_.*DOWN|OSD_.*FULL|MON_DOWN|MGR_DOWN|MDS_ALL_DOWN"
            + "|MDS_INSUFFICIENT_STANDBY|FS_DEGRADED|PG_(AVAILABILITY|DEGRADED|DAMAGED|RECOVERY_FULL|BACKFILL_FULL)"
            + "|OBJECT_(MISPLACED|UNFOUND)");

    static CephCluster of(Crd cluster) {
        Map<String, Object> details = cluster.map("status", "ceph", "details");
        return new CephCluster(
                cluster.object().getMetadata().getNamespace(),
                cluster.name(),
                cluster.flag("spec", "external", "enable"),
                cluster.text("status", "ceph", "health"),
                details.keySet().stream()
                        .sorted()
                        .collect(Collectors.toMap(
                                code -> code,
                                code -> shortened(cluster.text("status", "ceph", "details", code, "message")),
                                (one, other) -> one,
                                LinkedHashMap::new)),
                instant(cluster.text("status", "ceph", "lastChecked")));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    boolean healthy() {
        return health.equals("HEALTH_OK");
    }

    /** Why the health that Rook reports is not that of now; empty when it is. */
    Optional<String> outdated(Instant now) {
        if (looked == null || health.isEmpty()) {
            return Optional.of("Rook has not reported the health of " + label());
        }
        return looked.isBefore(now.minus(STALE))
                ? Optional.of("Rook last asked " + label() + " at " + looked + ": is its operator running?")
                : Optional.empty();
    }

    /** The checks that a recovery waits for. An error without a reason is one. */
    List<String> notWhole() {
        List<String> codes = checks.keySet().stream()
                .filter(code -> NOT_WHOLE.matcher(code).matches())
                .toList();
        return codes.isEmpty() && health.equals("HEALTH_ERR")
                ? checks.keySet().stream().toList()
                : codes;
    }

    boolean whole() {
        return notWhole().isEmpty() && !health.equals("HEALTH_ERR");
    }

    String label() {
        return "Rook-Ceph " + namespace + "/" + name;
    }

    /** {@code HEALTH_WARN: OSD_DOWN (1 osds down)}. */
    String message() {
        String said = checks.entrySet().stream()
                .limit(5)
                .map(check -> check.getKey() + (check.getValue().isEmpty() ? "" : " (" + check.getValue() + ")"))
                .collect(Collectors.joining(", "));
        return (health.isEmpty() ? "of unknown health" : health) + (said.isEmpty() ? "" : ": " + said);
    }

    /** Pools that may lose data with one node. */
    static Stream<String> fragile(Crd pool, Map<String, Object> spec) {
        Object replicated = spec.get("replicated");
        boolean single = replicated instanceof Map<?, ?> copies
                && copies.get("size") instanceof Number size
                && size.intValue() == 1;
        if (single) {
            return Stream.of("the pool " + pool.name() + " keeps one copy of everything");
        }
        return "osd".equals(spec.get("failureDomain"))
                ? Stream.of("the pool " + pool.name() + " may keep all copies on one node (failureDomain osd)")
                : Stream.empty();
    }
}
