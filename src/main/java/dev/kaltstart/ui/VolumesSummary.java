package dev.kaltstart.ui;

import dev.kaltstart.backup.protection.Rpo;
import dev.kaltstart.backup.protection.SeenProtection;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.cluster.volumes.Protection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/** What the volumes of a cluster are worth, on one line. */
record VolumesSummary(String message, String link) {

    static VolumesSummary of(String cluster, DeclaredVolumes declared, Optional<SeenProtection> live) {
        return new VolumesSummary(
                live.filter(seen -> seen.unknown().isEmpty())
                        .map(VolumesSummary::live)
                        .orElseGet(() -> declared(declared)),
                "/clusters/" + UriUtils.encodePathSegment(cluster, "UTF-8"));
    }

    private static String live(SeenProtection seen) {
        return "%d of %d can be restored to a state of the last %s%s"
                .formatted(
                        seen.count(Rpo.MET),
                        seen.volumes().size(),
                        hours(seen.target()),
                        seen.count(Rpo.UNKNOWN) == 0
                                ? ""
                                : "; of %d that is unknown".formatted(seen.count(Rpo.UNKNOWN)));
    }

    private static String hours(Duration target) {
        return target.toMinutesPart() == 0 ? target.toHours() + " h" : TimeFormat.span(target);
    }

    private static String declared(DeclaredVolumes declared) {
        var counted = Arrays.stream(Protection.values())
                .filter(one -> declared.count(one) > 0)
                .map(one -> "%d %s".formatted(declared.count(one), one.label()))
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "the repository declares none" : counted + ", according to the repository";
    }
}
