package dev.kaltstart.report;

import dev.kaltstart.engine.Run;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitCheckout;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.Proposal;
import dev.kaltstart.git.Push;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The entry of the changelog on a branch of the host. A commit in a checkout that is behind would diverge from the branch,
 * and after a revert every checkout is behind.
 */
@Component
class ChangelogBranch {

    private final RecoveryClones clones;

    ChangelogBranch(RecoveryClones clones) {
        this.clones = clones;
    }

    /** @return where people find it; empty when the checkout is as new as the host, or the host takes no branch */
    Optional<String> offer(Run run, ChangelogEntry entry) throws IOException {
        try {
            RecoveryClone clone = clones.of(run.cluster(), run.recovery());
            return clone.fetch() instanceof RemoteHead.At head && behind(run, head.commit())
                    ? offered(run, clone, head.commit(), entry)
                    : Optional.empty();
        } catch (GitTrouble | Shell.MissingTool | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static boolean behind(Run run, CommitId head) {
        Path root = run.cluster().inventory().root();
        return !new GitCheckout(run.cluster().looking(), root).contains(head);
    }

    private static Optional<String> offered(Run run, RecoveryClone clone, CommitId head, ChangelogEntry entry)
            throws IOException {
        Path root = run.cluster().inventory().root();
        Path changelog = root.resolve(run.cluster().inventory().reportFiles().changelog());
        String path = root.relativize(changelog).toString();
        Path there = clone.files(head).resolve(path);
        Path whole = Files.createTempFile("changelog", ".md");
        try {
            Files.writeString(whole, Changelog.with(Files.exists(there) ? Files.readString(there) : "", entry));
            Proposal proposal = clone.proposeFile(
                    whole, path, "Record the recovery " + run.recovery(), entry.text(), head, run.began(), "changelog");
            return proposal.push() instanceof Push.Pushed pushed
                    ? Optional.of("the checkout is behind the host, so the entry is the commit " + pushed.commit()
                            + " on its branch " + proposal.branch() + ". " + proposal.next())
                    : Optional.empty();
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
