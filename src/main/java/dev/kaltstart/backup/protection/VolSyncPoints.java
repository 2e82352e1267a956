package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * VolSync: the last synchronisation, when the mover says that it went well (src:
 * backube/volsync:api/v1alpha1/{replicationsource_types,common_types}.go).
 */
final class VolSyncPoints implements PointSource {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,2})m)?(?:(\\d{1,2})(?:\\.\\d{1,9})?s)?");

    @Override
    public void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found) {
        var sources = kinds.list("volsync.backube", "v1alpha1", "ReplicationSource", "replicationsources");
        var byId = LiveClaim.byId(claims);
        sources.stream()
                .filter(source -> Stream.of("restic", "kopia", "rclone")
                        .anyMatch(mover -> !source.map("spec", mover).isEmpty()))
                .forEach(source -> {
                    var claim = byId.get(source.namespace() + "/" + source.text("spec", "sourcePVC"));
                    if (claim != null) {
                        read(source, claim, found);
                    }
                });
    }

    private static void read(LiveObject source, LiveClaim claim, FoundPoints found) {
        found.method(claim, DataSystem.VOLSYNC);
        var time = source.time("status", "lastSyncTime");
        var result = source.text("status", "latestMoverStatus", "result");
        if (source.text("spec", "paused").equals("true")) {
            found.remark(claim, source.label() + " is paused");
        }
        if (time.isEmpty()) {
            found.remark(claim, source.label() + " has never finished");
        } else if (!result.equals("Successful")) {
            found.remark(
                    claim,
                    "the last run of %s %s; the one before ended at %s"
                            .formatted(source.label(), result.isEmpty() ? "says no result" : "failed", time.get()));
        } else {
            // the copy is of the moment in which the run began
            var began = time.get().minus(length(source.text("status", "lastSyncDuration")));
            found.point(claim, new NewestPoint(DataSystem.VOLSYNC, source.label(), began));
        }
    }

    /** Go's notation: {@code 1m32.5s}. */
    static Duration length(String text) {
        var matcher = DURATION.matcher(text);
        return matcher.matches()
                ? Duration.ofHours(number(matcher.group(1)))
                        .plusMinutes(number(matcher.group(2)))
                        .plusSeconds(number(matcher.group(3)))
                : Duration.ZERO;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
