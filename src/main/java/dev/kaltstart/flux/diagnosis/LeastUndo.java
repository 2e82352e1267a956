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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The least that has to be undone. A file belongs to the Kustomization with the deepest directory above it.
 *
 * @param undo {@code commits}, {@code one} or {@code state}; blank when no choice spares the commits of others
 * @param commit the one to undo; blank for the other choices
 * @param path what goes back to its state; blank for the other choices
 */
public record LeastUndo(String undo, String commit, String path) {

    static final LeastUndo COMMITS = new LeastUndo("commits", "", "");
    static final LeastUndo STATE = new LeastUndo("state", "", "");
    private static final LeastUndo OPEN = new LeastUndo("", "", "");

    /**
     * @param objects all of Flux
     * @param failing what has to be as it was before
     * @param newer all commits after the good one
     */
    static LeastUndo of(Map<FluxId, FluxObject> objects, Set<FluxId> failing, List<Commit> newer) {
        List<Commit> others =
                newer.stream().filter(commit -> !KaltstartCommits.wrote(commit)).toList();
        if (newer.size() <= 1) {
            return COMMITS;
        }
        if (others.size() == 1) {
            return one(others.get(0));
        }
        return new Owners(objects).least(failing, others);
    }

    private static LeastUndo one(Commit commit) {
        return new LeastUndo("one", commit.id().value(), "");
    }

    /** Who builds which file. */
    private record Owners(Map<FluxId, FluxObject> objects, Map<String, FluxId> deepestFirst) {

        Owners(Map<FluxId, FluxObject> objects) {
            this(
                    objects,
                    new TreeMap<>(
                            Comparator.comparing(String::length).reversed().thenComparing(path -> path)));
            objects.values().stream()
                    .filter(object -> object.id().kind().equals("Kustomization"))
                    .sorted(Comparator.comparing(FluxObject::id))
                    .forEach(object -> deepestFirst.putIfAbsent(object.path(), object.id()));
        }

        LeastUndo least(Set<FluxId> failing, List<Commit> commits) {
            Set<FluxId> builders =
                    failing.stream().flatMap(id -> builder(id).stream()).collect(Collectors.toSet());
            List<Commit> touching = touching(builders, commits);
            if (touching.isEmpty()) {
                builders = parents(builders);
                touching = touching(builders, commits);
            }
            if (touching.isEmpty()) {
                return OPEN;
            }
            boolean alone = touching.size() == 1 && touchesNoOther(touching.get(0), builders);
            return alone ? one(touching.get(0)) : state(builders, commits).orElse(only(touching));
        }

        private static LeastUndo only(List<Commit> touching) {
            return touching.size() == 1 ? one(touching.get(0)) : OPEN;
        }

        /** Only where nothing that another one builds lies below it and was changed. */
        private Optional<LeastUndo> state(Set<FluxId> builders, List<Commit> commits) {
            List<String> paths = builders.stream()
                    .map(objects::get)
                    .filter(Objects::nonNull)
                    .map(FluxObject::path)
                    .distinct()
                    .toList();
            if (paths.size() != 1 || paths.get(0).isEmpty()) {
                return Optional.empty();
            }
            String path = paths.get(0);
            boolean othersBelow = commits.stream()
                    .flatMap(Owners::files)
                    .anyMatch(file -> below(file, path)
                            && owner(file).filter(builders::contains).isEmpty());
            return othersBelow ? Optional.empty() : Optional.of(new LeastUndo("state", "", path));
        }

        private List<Commit> touching(Set<FluxId> builders, List<Commit> commits) {
            return commits.stream()
                    .filter(commit -> !commit.changes().complete()
                            || files(commit)
                                    .anyMatch(file -> owner(file)
                                            .filter(builders::contains)
                                            .isPresent()))
                    .toList();
        }

        /** What has made those that fail is changed along with them. */
        private boolean touchesNoOther(Commit commit, Set<FluxId> builders) {
            Set<FluxId> related =
                    Stream.concat(builders.stream(), parents(builders).stream()).collect(Collectors.toSet());
            return commit.changes().complete()
                    && files(commit).flatMap(file -> owner(file).stream()).allMatch(related::contains);
        }

        private Set<FluxId> parents(Collection<FluxId> children) {
            return children.stream()
                    .map(objects::get)
                    .filter(Objects::nonNull)
                    .flatMap(object -> object.parent().stream())
                    .collect(Collectors.toSet());
        }

        private Optional<FluxId> builder(FluxId id) {
            return id.kind().equals("Kustomization")
                    ? Optional.of(id)
                    : Optional.ofNullable(objects.get(id)).flatMap(FluxObject::parent);
        }

        private Optional<FluxId> owner(String file) {
            return deepestFirst.entrySet().stream()
                    .filter(entry -> below(file, entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        private static boolean below(String file, String path) {
            return path.isEmpty() || file.startsWith(path + "/");
        }

        private static Stream<String> files(Commit commit) {
            return commit.changes().files().stream().map(FileChange::path);
        }
    }
}
