package dev.kaltstart.git;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer of {@code git status --porcelain=v2 --branch -z --no-renames} (git-status(1), "Porcelain Format Version 2"). */
record StatusLines(List<String> lines) {

    private static final String NO_OBJECT = "0+";

    static StatusLines of(String output) {
        return new StatusLines(Arrays.stream(output.split("\0"))
                .filter(line -> !line.isEmpty())
                .toList());
    }

    Tree tree(@Nullable String unfinished) {
        return new Tree(
                header("branch.oid")
                        .filter(oid -> !oid.equals("(initial)"))
                        .map(CommitId::new)
                        .orElse(null),
                header("branch.head").filter(name -> !name.equals("(detached)")).orElse(null),
                lines.stream().anyMatch(line -> line.startsWith("1 ") && line.charAt(2) != '.'),
                lines.stream().anyMatch(line -> line.startsWith("u ")),
                lines.stream().anyMatch(line -> line.startsWith("1 ") && line.charAt(3) != '.'),
                unfinished);
    }

    /** Where the status of one file was asked for. */
    FileState file() {
        return lines.stream()
                .filter(line -> !line.startsWith("# "))
                .findFirst()
                .map(StatusLines::state)
                .orElse(new FileState(FileState.Kind.CLEAN, null));
    }

    private Optional<String> header(String name) {
        String start = "# " + name + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    private static FileState state(String line) {
        return switch (line.charAt(0)) {
            case '1' -> ordinary(line.split(" ", 9)[6]);
            case '?' -> new FileState(FileState.Kind.NEW, null);
            case '!' -> new FileState(FileState.Kind.IGNORED, null);
            default -> new FileState(FileState.Kind.UNMERGED, null);
        };
    }

    private static FileState ordinary(String blob) {
        return blob.matches(NO_OBJECT)
                ? new FileState(FileState.Kind.NEW, null)
                : new FileState(FileState.Kind.CHANGED, blob);
    }
}
