package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.origin.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory of an application in a repository.
 *
 * @param directory all of it, with the Kustomization in it
 * @param entry the file of the Kustomization: {@code ks.yaml} in the template that most copy
 * @param list the file of a directory above that includes it in the cluster
 */
public record AppLocation(String directory, String entry, String list) {

    private static final String LIST = "kustomization.yaml";
    private static final String KIND = "apiVersion: kustomize.toolkit.fluxcd.io/";

    /** Applications that a list names, those with data of their own first. */
    public static List<AppLocation> all(Snapshot snapshot) {
        var lists = snapshot.files("").stream()
                .filter(file -> file.endsWith("/" + LIST))
                .collect(Collectors.toSet());
        return snapshot.files("").stream()
                .filter(file -> file.endsWith(".yaml") && !file.endsWith("/" + LIST))
                .filter(file -> file.indexOf('/') > 0)
                .filter(file -> snapshot.read(file).orElse("").contains(KIND))
                .flatMap(file -> listed(snapshot, lists, file).stream())
                .sorted(Comparator.comparing(
                                (AppLocation place) -> !place.holds(snapshot, "kind: PersistentVolumeClaim"))
                        .thenComparing(AppLocation::directory)
                        .thenComparing(AppLocation::entry))
                .toList();
    }

    /** The nearest list above that names it. */
    private static Optional<AppLocation> listed(Snapshot snapshot, Set<String> lists, String file) {
        var slash = file.lastIndexOf('/');
        var directory = file.substring(0, slash);
        var entry = file.substring(slash + 1);
        return Stream.iterate(parent(directory), above -> !above.isEmpty(), AppLocation::parent)
                .map(above -> above + "/" + LIST)
                .filter(lists::contains)
                .map(list -> new AppLocation(directory, entry, list))
                .filter(place -> place.line(snapshot).isPresent())
                .findFirst();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
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
        var named = line.strip()
                .replaceFirst("^-\\s*", "")
                .replaceFirst("^\\./", "")
                .replaceFirst("/$", "");
        var mine = directory.substring(parent(list).length() + 1);
        return named.equals(mine) || named.equals(mine + "/" + entry);
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
