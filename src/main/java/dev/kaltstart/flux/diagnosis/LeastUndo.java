package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.git.Commit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The least that has to be undone.
 *
 * @param undo {@code commits}, {@code one} or {@code state}; blank when no choice spares the commits of others
 * @param commit the one to undo; blank for the other choices
 * @param paths the directories that go back to their state; empty for the other choices
 */
public record LeastUndo(String undo, String commit, List<String> paths) {

    static final LeastUndo COMMITS = new LeastUndo("commits", "", List.of());
    static final LeastUndo STATE = new LeastUndo("state", "", List.of());
    private static final LeastUndo OPEN = new LeastUndo("", "", List.of());

    public LeastUndo {
        paths = List.copyOf(paths);
    }

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
        FileOwners owners = FileOwners.of(objects);
        Set<FluxId> builders = owners.builders(failing);
        List<Commit> touching = owners.touching(builders, others);
        if (touching.isEmpty()) {
            builders = owners.parents(builders);
            touching = owners.touching(builders, others);
        }
        if (touching.isEmpty()) {
            return OPEN;
        }
        Set<FluxId> failed = builders;
        boolean alone = touching.stream().allMatch(commit -> owners.touchesOnly(commit, failed));
        if (alone && touching.size() == 1) {
            return one(touching.get(0));
        }
        if (alone && touching.size() == newer.size()) {
            return COMMITS;
        }
        return state(owners, builders, others).orElse(touching.size() == 1 ? one(touching.get(0)) : OPEN);
    }

    private static LeastUndo one(Commit commit) {
        return new LeastUndo("one", commit.id().value(), List.of());
    }

    /** Only where nothing that another one builds is inside of these directories and was changed. */
    private static Optional<LeastUndo> state(FileOwners owners, Set<FluxId> builders, List<Commit> commits) {
        List<String> paths = builders.stream()
                .map(owners.objects()::get)
                .filter(Objects::nonNull)
                .map(FluxObject::path)
                .distinct()
                .sorted()
                .toList();
        // the form takes one path a line
        if (paths.isEmpty() || paths.stream().anyMatch(path -> path.lines().count() != 1)) {
            return Optional.empty();
        }
        boolean othersInside = commits.stream()
                .flatMap(FileOwners::files)
                .filter(file -> paths.stream().anyMatch(path -> FileOwners.contains(path, file)))
                .anyMatch(file -> owners.owner(file).filter(builders::contains).isEmpty());
        return othersInside ? Optional.empty() : Optional.of(new LeastUndo("state", "", paths));
    }
}
