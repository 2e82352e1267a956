package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.git.Changes.FileChange;
import dev.kaltstart.git.Commit;
import java.util.List;

/** Entries of recoveries in the changelog: nothing that a cluster could run badly with. */
final class KaltstartCommits {

    private static final String SUBJECT = "Record the recovery ";

    private KaltstartCommits() {}

    /** The subject alone proves nothing, as anybody can write it. */
    static boolean wrote(Commit commit) {
        List<FileChange> files = commit.changes().files();
        return commit.subject().startsWith(SUBJECT)
                && commit.changes().complete()
                && files.size() == 1
                && files.get(0).path().endsWith(".md");
    }
}
