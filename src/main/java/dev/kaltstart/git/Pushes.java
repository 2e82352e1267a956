package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pushes as a compare-and-swap: the host moves its branch only from the expected head, and only forward.
 */
record Pushes(CloneGit git, History history, Fetches fetches) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST = 50;
    private static final Pattern NO = Pattern.compile("(?m)^!\\t.*");
    private static final Pattern NOT_ALLOWED = Pattern.compile(
            "(?i)authentication failed|permission denied|access denied"
                    + "|not allowed|returned error: 40[13]|could not read (?:username|password)|unauthori[sz]ed|forbidden");

    /**
     * Fast-forwards a branch of the host.
     *
     * @param lookedAt the expected head of the branch; an ancestor of the commit
     */
    Push forward(Remote remote, String branch, CommitId commit, CommitId lookedAt) {
        git.require(commit);
        git.require(lookedAt);
        if (!git.isAncestor(lookedAt, commit)) {
            throw new GitTrouble(
                    "the commit " + commit + " does not contain " + lookedAt + ": pushing it would rewrite history");
        }
        return push(remote, branch, commit, Optional.of(lookedAt));
    }

    /** Creates a branch; fails when the name is taken. */
    Push create(Remote remote, String branch, CommitId commit) {
        git.require(commit);
        return push(remote, branch, commit, Optional.empty());
    }

    private Push push(Remote remote, String branch, CommitId commit, Optional<CommitId> expected) {
        RemoteHead before = fetches.head(remote, branch);
        if (before instanceof RemoteHead.Unreachable gone) {
            return new Push.Unreachable(gone.message());
        }
        if (!isAt(before, expected)) {
            return elsewhere(remote, branch, before, commit, expected);
        }
        Result result = git.acting().run(command(remote, branch, commit, expected));
        RemoteHead after = fetches.head(remote, branch);
        if (after instanceof RemoteHead.Unreachable gone) {
            return new Push.Unknown(GitMessages.of(result) + "\n" + gone.message());
        }
        return isAt(after, expected) ? notMoved(result) : elsewhere(remote, branch, after, commit, expected);
    }

    private Command command(Remote remote, String branch, CommitId commit, Optional<CommitId> expected) {
        String reference = "refs/heads/" + branch;
        return remote.reaching(git.command(
                        "push",
                        "--porcelain",
                        "--no-verify",
                        "--no-signed",
                        "--no-follow-tags",
                        "--recurse-submodules=no",
                        // nothing after the colon: the branch must not exist
                        "--force-with-lease=" + reference + ":"
                                + expected.map(CommitId::value).orElse(""),
                        "--end-of-options",
                        remote.url().value(),
                        commit + ":" + reference)
                .within(PATIENCE));
    }

    private static boolean isAt(RemoteHead head, Optional<CommitId> expected) {
        return head instanceof RemoteHead.At at
                ? expected.filter(at.commit()::equals).isPresent()
                : expected.isEmpty();
    }

    /** The branch is not as expected: it has our commit already, or someone moved or deleted it. */
    private Push elsewhere(
            Remote remote, String branch, RemoteHead head, CommitId commit, Optional<CommitId> expected) {
        if (!(head instanceof RemoteHead.At at)) {
            return new Push.Refused("the host has no branch " + branch + " any more");
        }
        CommitId actual = at.commit();
        if (actual.equals(commit)) {
            return new Push.Pushed(branch, commit);
        }
        if (!git.has(actual)) {
            fetches.fetchAll(remote);
        }
        if (!git.has(actual)) {
            return new Push.Moved(actual, List.of());
        }
        if (git.isAncestor(commit, actual)) {
            return new Push.Pushed(branch, commit);
        }
        return new Push.Moved(actual, history.between(expected.orElse(commit), actual, MOST));
    }

    private static Push notMoved(Result result) {
        String message = GitMessages.of(result);
        List<String> refusals = NO.matcher(result.output())
                .results()
                .map(found -> GitMessages.line(found.group().replace('\t', ' ')))
                .toList();
        boolean said = !refusals.isEmpty() || NOT_ALLOWED.matcher(message).find();
        if (result.ending() == Result.Ending.EXITED && said) {
            return new Push.Refused(String.join("\n", refusals) + "\n" + message);
        }
        return new Push.Unknown("the host does not have the commit and gave no reason: " + message);
    }
}
