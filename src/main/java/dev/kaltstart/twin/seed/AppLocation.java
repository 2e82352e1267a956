package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.origin.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The directory of an application in a repository.
 *
 * @param directory all of it, with the Kustomization in it
 * @param list the file next to the directory that includes it in the cluster
 */
public record AppLocation(String directory, String list) {

    private static final String KUSTOMIZATION = "ks.yaml";
    private static final String LIST = "kustomization.yaml";

    /** Applications that a list names, those with data of their own first. */
    public static List<AppLocation> all(Snapshot snapshot) {
        return snapshot.files("").stream()
                .filter(file -> file.endsWith("/" + KUSTOMIZATION))
                .map(file -> file.substring(0, file.length() - KUSTOMIZATION.length() - 1))
                .filter(directory -> directory.indexOf('/') > 0)
                .map(directory ->
                        new AppLocation(directory, directory.substring(0, directory.lastIndexOf('/')) + "/" + LIST))
                .filter(place -> place.line(snapshot).isPresent())
                .sorted(Comparator.comparing(
                                (AppLocation place) -> !place.holds(snapshot, "kind: PersistentVolumeClaim"))
                        .thenComparing(AppLocation::directory))
                .toList();
    }

    /** The name of the application: that of its directory. */
    public String name() {
        return directory.substring(directory.lastIndexOf('/') + 1);
    }

    /** The first file of this name, with its directory. */
    Optional<String> manifest(Snapshot snapshot, String name) {
        return snapshot.files(directory).stream()
                .filter(file -> file.equals(name) || file.endsWith("/" + name))
                .map(file -> directory + "/" + file)
                .findFirst();
    }

    boolean holds(Snapshot snapshot, String message) {
        return snapshot.files(directory).stream()
                .anyMatch(
                        file -> snapshot.read(directory + "/" + file).orElse("").contains(message));
    }

    /** The line of the list that names it. */
    Optional<String> line(Snapshot snapshot) {
        return snapshot.read(list).orElse("").lines().filter(this::isMine).findFirst();
    }

    private boolean isMine(String line) {
        return line.strip().replaceFirst("^-\\s*", "").replaceFirst("^\\./", "").equals(name() + "/" + KUSTOMIZATION)
                || line.strip()
                        .replaceFirst("^-\\s*", "")
                        .replaceFirst("^\\./", "")
                        .equals(name());
    }

    /** The list without it. */
    String without(Snapshot snapshot) {
        var rest = snapshot.read(list)
                .orElse("")
                .lines()
                .filter(line -> !isMine(line))
                .toList();
        var empty = rest.stream().noneMatch(line -> line.strip().startsWith("- "));
        return rest.stream()
                .map(line -> empty && line.strip().equals("resources:") ? line + " []" : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
