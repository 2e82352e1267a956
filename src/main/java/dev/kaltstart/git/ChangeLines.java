package dev.kaltstart.git;

import dev.kaltstart.git.Changes.FileChange;
import dev.kaltstart.git.Changes.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of {@code git diff-tree -r --raw --shortstat} (git-diff(1), "Raw output format"), with names as Git quotes
 * them. A name may look like a secret, and redacting it can remove lines; the file count that Git prints reveals that.
 */
record ChangeLines(List<String> lines) {

    private static final int MOST = 500;
    // :100644 000000 abc 000 D<tab>name
    private static final Pattern RAW = Pattern.compile(":\\d{6} \\d{6} [0-9a-f]+ [0-9a-f]+ ([A-Z])\\d*\\t(.*)");
    private static final Pattern COUNTED = Pattern.compile(" (\\d{1,9}) files? changed.*");

    static Changes of(String output) {
        return new ChangeLines(output.lines().toList()).changes();
    }

    private Changes changes() {
        List<FileChange> all = lines.stream()
                .map(RAW::matcher)
                .filter(Matcher::matches)
                .map(line -> new FileChange(kind(line.group(1)), GitMessages.line(line.group(2))))
                .toList();
        return new Changes(
                count(all, Kind.ADDED),
                count(all, Kind.CHANGED),
                count(all, Kind.DELETED),
                all.subList(0, Math.min(all.size(), MOST)),
                all.size() == counted());
    }

    /** Git prints no count when nothing differs. */
    private int counted() {
        return lines.stream()
                .map(COUNTED::matcher)
                .filter(Matcher::matches)
                .map(line -> Integer.valueOf(line.group(1)))
                .reduce((first, last) -> last)
                .orElse(0);
    }

    private static int count(List<FileChange> files, Kind kind) {
        return (int) files.stream().filter(file -> file.kind() == kind).count();
    }

    private static Kind kind(String letter) {
        return switch (letter) {
            case "A" -> Kind.ADDED;
            case "D" -> Kind.DELETED;
            default -> Kind.CHANGED;
        };
    }
}
