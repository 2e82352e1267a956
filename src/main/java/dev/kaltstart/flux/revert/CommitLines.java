package dev.kaltstart.flux.revert;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.git.Changes;
import dev.kaltstart.git.Commit;
import java.util.List;
import java.util.stream.Collectors;

/** Commits in words, one to a line. */
public final class CommitLines {

    private CommitLines() {}

    public static String lines(List<Commit> commits) {
        return commits.stream().map(CommitLines::line).collect(Collectors.joining("\n"));
    }

    static String line(Commit commit) {
        Changes changes = commit.changes();
        return commit.id() + " " + commit.committedAt() + " " + cut(commit.author()) + ": " + cut(commit.subject())
                + " (" + (commit.merge() ? "merge of " + commit.parents().size() + " parents; " : "")
                + CountedNoun.of(changes.added(), "file") + " added, " + changes.changed() + " changed, "
                + changes.deleted()
                + " deleted)";
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
