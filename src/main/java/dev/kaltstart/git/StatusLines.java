package dev.kaltstart.git;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code git status --porcelain=v2 --branch --no-renames} (git-status(1), "Porcelain Format Version 2").
 * One line is one file: Git quotes unusual names, and they are not parsed. Without {@code -z},
 * because the journal stores text without NUL.
 */
record StatusLines(List<String> lines) {

    private static final String NO_OBJECT = "0+";

    static StatusLines of(String output) {
        return new StatusLines(output.lines().toList());
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

    /** For a status that was limited to one file. */
    FileState file() {
        return lines.stream()
                .filter(line -> !line.startsWith("# "))
                .findFirst()
                .map(StatusLines::state)
                .orElse(FileState.CLEAN);
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
            // 1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>
            case '1' -> line.split(" ", 9)[6].matches(NO_OBJECT) ? FileState.NEW : FileState.CHANGED;
            case '?' -> FileState.NEW;
            case '!' -> FileState.IGNORED;
            default -> FileState.UNMERGED;
        };
    }
}
