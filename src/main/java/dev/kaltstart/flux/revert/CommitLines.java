package dev.kaltstart.flux.revert;

import dev.kaltstart.git.Changes;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.History;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Commits in words, one to a line. */
public final class CommitLines {

    private static final int SHOWN = 12;

    private CommitLines() {}

    /** The newest ones along the first parents, with whole names: somebody has to copy one. */
    public static String upTo(History history, CommitId head) {
        var lines = new ArrayList<String>();
        CommitId at = head;
        for (int number = 0; number < SHOWN; number++) {
            Commit commit = history.commit(at);
            lines.add(line(commit));
            if (commit.parents().isEmpty()) {
                break;
            }
            at = commit.parents().get(0);
            if (!history.has(at)) {
                break;
            }
        }
        return String.join("\n", lines);
    }

    public static String lines(List<Commit> commits) {
        return commits.stream().map(CommitLines::line).collect(Collectors.joining("\n"));
    }

    static String line(Commit commit) {
        Changes changes = commit.changes();
        return commit.id() + " " + commit.committedAt() + " " + cut(commit.author()) + ": " + cut(commit.subject())
                + " (" + (commit.merge() ? "merge of " + commit.parents().size() + " parents; " : "")
                + changes.added() + " files added, " + changes.changed() + " changed, " + changes.deleted()
                + " deleted)";
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
