package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.cluster.volumes.Protection;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the volumes of a cluster and what backs them up: those that nothing backs up first, and not too many. */
record VolumeTable(PrintStream out, DeclaredVolumes volumes, Colours colours) {

    private static final int LINES = 20;
    private static final int LONGEST = 90;

    void print() {
        out.println();
        out.println(colours.heading("Volumes (%d)".formatted(volumes.all().size())));
        var counted = Arrays.stream(Protection.values())
                .filter(one -> volumes.count(one) > 0)
                .map(one -> "%d %s".formatted(volumes.count(one), one.label()))
                .collect(Collectors.joining(", "));
        if (!counted.isEmpty()) {
            out.println("  " + counted);
            var table = new TextTable().row("volume", "of", "size", "storage", "backed up by");
            volumes.all().stream().limit(LINES).forEach(volume -> row(table, volume));
            table.print(out);
        }
        rest();
        out.println("  What a chart makes without being asked to is not listed: only the live cluster shows it.");
        volumes.unread().stream().limit(LINES).forEach(one -> out.println("  Not read: " + PlainText.text(one)));
    }

    private static void row(TextTable table, DeclaredVolume volume) {
        var storage = volume.storage();
        table.row(
                volume.namespace() + "/" + volume.label(),
                volume.app(),
                volume.size(),
                storage == null ? "?" : storage.label(),
                verdict(volume));
    }

    private static String verdict(DeclaredVolume volume) {
        if (volume.protection() == Protection.BACKED_UP) {
            return volume.backups().stream()
                    .map(DeclaredBackup::label)
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
        var remark = volume.remark();
        var shortened = remark.length() > LONGEST ? remark.substring(0, LONGEST) + "..." : remark;
        return volume.protection().label() + (shortened.isEmpty() ? "" : ": " + shortened);
    }

    /** What does not fit is counted by namespace; all of it is in the JSON. */
    private void rest() {
        List<DeclaredVolume> others = volumes.all().stream().skip(LINES).toList();
        if (others.isEmpty()) {
            return;
        }
        out.println("  and %d more, by namespace (all of them with --json):".formatted(others.size()));
        var table = new TextTable();
        others.stream()
                .collect(Collectors.groupingBy(DeclaredVolume::namespace, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .limit(LINES)
                .forEach(entry -> table.row(entry.getKey(), counts(entry.getValue())));
        table.print(out);
    }

    private static String counts(List<DeclaredVolume> some) {
        Map<Protection, Long> counts = some.stream()
                .collect(Collectors.groupingBy(
                        DeclaredVolume::protection, () -> new EnumMap<>(Protection.class), Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey().label()))
                .collect(Collectors.joining(", "));
    }
}
