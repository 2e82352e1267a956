package dev.kaltstart.flux.revert;

import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.History;
import java.util.ArrayList;
import java.util.List;

/** What a revert changes in Git, line by line, for the person who approves it. */
public final class CommitDiff {

    private static final int MOST = 300;

    private CommitDiff() {}

    /** The beginning, where it is very long, and how long it is. */
    public static List<String> lines(History history, CommitId head, CommitId revert) {
        try {
            List<String> all = history.diff(head, revert).lines().toList();
            var lines = new ArrayList<String>();
            lines.add("diff from " + head.abbreviated() + " to " + revert.abbreviated() + ", " + all.size()
                    + (all.size() == 1 ? " line" : " lines")
                    + (all.size() > MOST ? ", the first " + MOST + " of them:" : ":"));
            all.stream().limit(MOST).forEach(lines::add);
            return lines;
        } catch (GitTrouble e) {
            return List.of("the diff cannot be shown: " + e.getMessage());
        }
    }
}
