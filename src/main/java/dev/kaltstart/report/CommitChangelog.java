package dev.kaltstart.report;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.FileState;
import dev.kaltstart.git.GitCheckout;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Adds an entry to the changelog of the cluster's repository: as one commit in the checkout, which its owner pushes, or on
 * a branch of the host when the checkout is behind it.
 */
@Component
class CommitChangelog extends Step {

    private final ChangelogEntries entries;
    private final ChangelogBranch branch;
    private final Reports reports;

    CommitChangelog(ChangelogEntries entries, ChangelogBranch branch, Reports reports) {
        this.entries = entries;
        this.branch = branch;
        this.reports = reports;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(ReportFacts.CHANGELOG_OFFER);
    }

    @Override
    public Check check(Run run) {
        Optional<String> offered = run.find(ReportFacts.CHANGELOG_OFFER).filter(text -> !text.isEmpty());
        if (offered.isPresent()) {
            return Check.met(offered.get());
        }
        return committed(run, run.cluster().looking())
                .map(commit ->
                        Check.met("committed as " + commit + "; push it when you like, after 'git pull --rebase'"))
                .orElseGet(() -> Check.notYet("no commit of this recovery in the checkout"));
    }

    private static Optional<CommitId> committed(Run run, Shell shell) {
        try {
            return new GitCheckout(shell, run.cluster().inventory().root()).find(run.recovery());
        } catch (GitTrouble e) {
            return Optional.empty();
        }
    }

    @Override
    public void perform(Run run) {
        Path root = run.cluster().inventory().root();
        Path file = root.resolve(run.cluster().inventory().reportFiles().changelog());
        ChangelogEntry entry = entries.of(run);
        try {
            Optional<String> offer = branch.offer(run, entry);
            if (offer.isPresent()) {
                run.set(ReportFacts.CHANGELOG_OFFER, offer.get());
                return;
            }
            write(new GitCheckout(run.cluster().looking(), root), file, entry, run.recovery());
            Result result = new GitCheckout(run.cluster().shell(), root)
                    .commit(file, "Record the recovery " + run.recovery(), entry.text(), run.recovery());
            if (!result.succeeded()) {
                throw byHand("git commit: " + result.error().strip(), entry);
            }
        } catch (GitTrouble e) {
            throw byHand(String.valueOf(e.getMessage()), entry);
        } catch (MalformedInputException e) {
            throw byHand(file + " is not UTF-8", entry);
        } catch (IOException e) {
            throw byHand("cannot write " + file + ": " + e.getMessage(), entry);
        }
    }

    /**
     * Uncommitted work of others must not end up in our commit. Our own change, left by a crash, matches the draft,
     * which is stored before the file is changed.
     */
    private void write(GitCheckout checkout, Path file, ChangelogEntry entry, String recovery) throws IOException {
        FileState state = checkout.file(file);
        boolean there = Files.exists(file);
        if (state == FileState.CLEAN || (state == FileState.NEW && !there)) {
            String text = Changelog.with(there ? Files.readString(file) : "", entry);
            reports.draft(recovery, text);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } else if (!there || !reports.draft(recovery).equals(Optional.of(Files.readString(file)))) {
            throw byHand(file + " has changes that are not committed", entry);
        }
    }

    private static Failure.NeedsHuman byHand(String why, ChangelogEntry entry) {
        return new Failure.NeedsHuman("CHANGELOG_NOT_COMMITTED", why + ". The entry is:\n" + entry.text());
    }
}
