package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.git.Changes.FileChange;
import dev.kaltstart.git.Commit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which Kustomization builds which file: the one with the deepest directory above the file. */
record FileOwners(Map<FluxId, FluxObject> objects, Map<String, FluxId> deepestFirst) {

    /** Documents, files at the top of the repository, and the directories of its tools: bases are none of them. */
    private static final Pattern NO_MANIFEST = Pattern.compile("[^/]+|\\..*|.*\\.md");

    /** @param objects all of Flux */
    static FileOwners of(Map<FluxId, FluxObject> objects) {
        var deepestFirst = new TreeMap<String, FluxId>(
                Comparator.comparing(String::length).reversed().thenComparing(path -> path));
        objects.values().stream()
                .filter(object -> object.id().kind().equals("Kustomization"))
                .sorted(Comparator.comparing(FluxObject::id))
                .forEach(object -> deepestFirst.putIfAbsent(object.path(), object.id()));
        return new FileOwners(objects, deepestFirst);
    }

    /** Who builds an object of Flux: a Kustomization itself, for others the Kustomization that contains them. */
    Set<FluxId> builders(Collection<FluxId> ids) {
        return ids.stream().flatMap(id -> builder(id).stream()).collect(Collectors.toSet());
    }

    private Optional<FluxId> builder(FluxId id) {
        return id.kind().equals("Kustomization")
                ? Optional.of(id)
                : Optional.ofNullable(objects.get(id)).flatMap(FluxObject::parent);
    }

    Set<FluxId> parents(Collection<FluxId> children) {
        return children.stream()
                .map(objects::get)
                .filter(Objects::nonNull)
                .flatMap(object -> object.parent().stream())
                .collect(Collectors.toSet());
    }

    List<Commit> touching(Set<FluxId> builders, List<Commit> commits) {
        return commits.stream().filter(commit -> touches(commit, builders)).toList();
    }

    private boolean touches(Commit commit, Set<FluxId> builders) {
        return !commit.changes().complete()
                || files(commit)
                        .anyMatch(file -> owner(file).filter(builders::contains).isPresent());
    }

    /** A file of a parent may be the definition of the child, so it counts as the child's. */
    boolean touchesOnly(Commit commit, Set<FluxId> builders) {
        Set<FluxId> related =
                Stream.concat(builders.stream(), parents(builders).stream()).collect(Collectors.toSet());
        return commit.changes().complete()
                && files(commit).flatMap(file -> owner(file).stream()).allMatch(related::contains);
    }

    /**
     * Whether a commit may change what an object consists of. A file that no directory of Flux owns may be part of a base
     * or of a component, and a file of a directory above may be the definition of the object.
     */
    boolean mayChange(FluxId id, Commit commit) {
        Optional<FluxObject> builder = builder(id).map(objects::get);
        if (builder.isEmpty() || !commit.changes().complete()) {
            return true;
        }
        String path = builder.get().path();
        return files(commit)
                .anyMatch(file -> owner(file)
                        .map(objects::get)
                        .map(owner -> contains(owner.path(), path))
                        .orElse(!NO_MANIFEST.matcher(file).matches()));
    }

    Optional<FluxId> owner(String file) {
        return deepestFirst.entrySet().stream()
                .filter(entry -> contains(entry.getKey(), file))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether a directory is, or is above, a path; the empty one is the repository. */
    static boolean contains(String directory, String path) {
        return directory.isEmpty() || path.equals(directory) || path.startsWith(directory + "/");
    }

    static Stream<String> files(Commit commit) {
        return commit.changes().files().stream().map(FileChange::path);
    }
}
