package dev.kaltstart.ui;

import dev.kaltstart.backup.protection.ProtectedVolume;
import dev.kaltstart.backup.protection.Rpo;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.Protection;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * One volume.
 *
 * @param sign colour alone is not readable for all users
 * @param style name of the class in the style sheet
 * @param point the newest restore point, or what the repository says
 */
record VolumeLine(
        String namespace,
        String name,
        String app,
        String size,
        String storage,
        String sign,
        String verdict,
        String style,
        String point,
        String remark) {

    static VolumeLine live(ProtectedVolume volume, Instant now) {
        return new VolumeLine(
                volume.namespace(),
                volume.claim(),
                volume.app(),
                volume.size(),
                volume.storage() == null ? "" : volume.storage().label(),
                sign(volume.rpo()),
                verdict(volume),
                style(volume.rpo()),
                point(volume, now),
                volume.remark());
    }

    private static String sign(Rpo rpo) {
        return switch (rpo) {
            case MET -> "✓";
            case MISSED -> "✗";
            case UNKNOWN -> "?";
        };
    }

    private static String style(Rpo rpo) {
        return switch (rpo) {
            case MET -> "recovered";
            case MISSED -> "failed";
            case UNKNOWN -> "waiting";
        };
    }

    private static String verdict(ProtectedVolume volume) {
        return switch (volume.rpo()) {
            case MET -> "recent enough";
            case UNKNOWN -> "unknown";
            case MISSED ->
                volume.newest().isPresent()
                        ? "too old"
                        : volume.methods().isEmpty() ? "not protected" : "nothing to restore";
        };
    }

    private static String point(ProtectedVolume volume, Instant now) {
        return volume.newest()
                .map(point -> "%s, %s ago (%s)"
                        .formatted(
                                point.system().label(),
                                TimeFormat.span(volume.age(now).orElseThrow()),
                                TimeFormat.minute(point.at())))
                .orElseGet(
                        () -> volume.methods().stream().map(DataSystem::label).collect(Collectors.joining(", ")));
    }

    static VolumeLine declared(DeclaredVolume volume) {
        var storage = volume.storage();
        return new VolumeLine(
                volume.namespace(),
                volume.label(),
                volume.app(),
                volume.size(),
                storage == null ? "" : storage.label(),
                sign(volume.protection()),
                volume.protection().label(),
                style(volume.protection()),
                volume.backups().stream().map(DeclaredBackup::label).distinct().collect(Collectors.joining("; ")),
                volume.remark());
    }

    private static String sign(Protection protection) {
        return switch (protection) {
            case NONE -> "✗";
            case UNKNOWN -> "?";
            case OUTSIDE -> "◇";
            case BACKED_UP -> "✓";
        };
    }

    private static String style(Protection protection) {
        return switch (protection) {
            case NONE -> "failed";
            case UNKNOWN, OUTSIDE -> "waiting";
            case BACKED_UP -> "recovered";
        };
    }
}
