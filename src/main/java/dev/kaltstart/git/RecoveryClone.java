package dev.kaltstart.git;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A recovery's own clone of the cluster's repository. Reads it, prepares a revert and pushes it. Each action
 * ({@link #revert}, {@link #push}, {@link #pushToMirror}, {@link #propose}, {@link #bundle}) runs one recorded command;
 * a step performs only one of them, so that its commands keep their order after a crash.
 */
public final class RecoveryClone {

    /** Prefix of a recovery's branch, in the clone and on the host. */
    public static final String BRANCH = "kaltstart/revert-";

    /** A branch with this name may be left over from an earlier attempt; it is not rewritten. */
    private static final int TRIES = 9;

    private final CloneGit git;
    private final ClusterRepository repository;
    private final Remote origin;
    private final Optional<Remote> mirror;
    private final Path bundles;
    private final Path trees;
    private final String recovery;
    private final Fetches fetches;
    private final History history;

    RecoveryClone(
            CloneGit git,
            ClusterRepository repository,
            Remote origin,
            Optional<Remote> mirror,
            Path bundles,
            Path trees,
            String recovery) {
        this.git = git;
        this.repository = repository;
        this.origin = origin;
        this.mirror = mirror;
        this.bundles = bundles;
        this.trees = trees;
        this.recovery = recovery;
        this.fetches = new Fetches(git);
        this.history = new History(git);
    }

    /** Asks the host for the head of the branch that Flux follows. */
    public RemoteHead remoteHead() {
        return fetches.head(origin, repository.branch());
    }

    /** Asks the mirror; unreachable when none is configured. */
    public RemoteHead mirrorHead() {
        return mirror.map(remote -> fetches.head(remote, repository.branch()))
                .orElseGet(() -> new RemoteHead.Unreachable("no mirror is configured"));
    }

    /**
     * Fetches all branches, with full history; creates the clone when there is none. Time-out: 30 minutes.
     *
     * @return the head of the branch that Flux follows, as fetched
     */
    public RemoteHead fetch() {
        RemoteHead head = remoteHead();
        if (!(head instanceof RemoteHead.At at)) {
            return head;
        }
        fetches.make(at.commit());
        return brought(fetches.fetchAll(origin), "refs/remotes/origin/" + repository.branch());
    }

    /** Like {@link #fetch}, with all tags; keeps the branches that are gone on the host. */
    public RemoteHead fetchEverything() {
        RemoteHead head = remoteHead();
        if (!(head instanceof RemoteHead.At at)) {
            return head;
        }
        fetches.make(at.commit());
        return brought(fetches.fetchEverything(origin), "refs/remotes/origin/" + repository.branch());
    }

    /** When the host is down: fetches the branch from the mirror; unreachable when none is configured. */
    public RemoteHead fetchFromMirror() {
        RemoteHead head = mirrorHead();
        if (!(head instanceof RemoteHead.At at)) {
            return head;
        }
        fetches.make(at.commit());
        Result result = fetches.fetchAll(mirror.orElseThrow(), "mirror");
        return brought(result, "refs/remotes/mirror/" + repository.branch());
    }

    /** When the host is down: fetches the branch from the checkout on this machine, however old that is. */
    public RemoteHead fetchFromCheckout() {
        String local = "refs/heads/" + repository.branch();
        String kept = "refs/kaltstart/checkout/" + repository.branch();
        Optional<CommitId> there = fetches.commitOf(repository.checkout(), local);
        if (there.isEmpty()) {
            return new RemoteHead.Missing();
        }
        fetches.make(there.get());
        return brought(fetches.fetch(repository.checkout(), "+" + local + ":" + kept), kept);
    }

    private RemoteHead brought(Result result, String reference) {
        return result.succeeded()
                ? git.commit(reference).<RemoteHead>map(RemoteHead.At::new).orElseGet(RemoteHead.Missing::new)
                : new RemoteHead.Unreachable(GitMessages.of(result));
    }

    /** The last fetched head of the branch that Flux follows. */
    public Optional<CommitId> head() {
        return git.commit("refs/remotes/origin/" + repository.branch());
    }

    /** Needs the clone: {@link #fetch} first. */
    public History history() {
        return history;
    }

    /**
     * Searches every version of every file in what was fetched: all commits of all branches and tags.
     *
     * @param head of the branch that Flux follows
     * @param always files with such a path are read; of the others, only those with a marker
     * @param markers fixed strings, one of which is in every wanted content
     * @throws GitTrouble when the clone cannot be read
     */
    public PastFiles search(
            CommitId head, Predicate<String> always, List<String> markers, PastFiles.ContentReader reader) {
        git.require(head);
        return new WholeHistory(git, head).search(always, markers, reader);
    }

    /** Identifies the content of a file of a commit; empty when the commit, or the file in it, is not in the clone. */
    public Optional<String> content(CommitId commit, String path) {
        return new TreeFiles(git, trees).blob(commit, path);
    }

    /** When a file was changed last on the way to this commit, on the committer's clock; empty when it never was. */
    public Optional<Instant> changed(CommitId head, String path) {
        return git.read("log", "-1", "--format=%ct", "--end-of-options", head.value(), "--", path)
                .lines()
                .filter(line -> line.matches("\\d{1,11}"))
                .findFirst()
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    /**
     * Writes one file of a commit into a directory next to the clone, for another program to read.
     *
     * @param directory plain name of the directory; whoever asks deletes it
     * @param name plain name of the file in it
     * @return empty when the commit, or the file in it, is not in the clone
     * @throws GitTrouble when it cannot be written
     */
    public Optional<Path> write(CommitId commit, String path, String directory, String name) {
        if (!directory.matches("[a-z0-9-]{1,80}") || !name.matches("[a-z0-9.-]{1,80}")) {
            throw new IllegalArgumentException("not a plain name: " + directory + "/" + name);
        }
        var file = new TreeFiles(git, trees);
        Path place = git.directory().resolveSibling(git.directory().getFileName() + "." + directory);
        return file.blob(commit, path).map(blob -> file.write(blob, place, name));
    }

    /** Fetches a commit that may no longer be on any branch, such as the last applied one after a force-push. */
    public Recalled recall(CommitId commit) {
        fetches.make(commit);
        if (git.has(commit)) {
            return Recalled.CLONE;
        }
        fetches.fetch(repository.checkout(), Fetches.kept(commit));
        if (git.has(commit)) {
            return Recalled.CHECKOUT;
        }
        fetches.fetch(origin, commit);
        return git.has(commit) ? Recalled.HOST : Recalled.NOWHERE;
    }

    /**
     * The files of a commit, in a directory under the home, for other programs to read. Do not change them. Those of the
     * last two commits are kept.
     *
     * @throws GitTrouble when the commit is not in the clone, or contains dangerous names
     */
    public Path files(CommitId commit) {
        return new TreeFiles(git, trees).of(commit);
    }

    /**
     * Prepares a revert in the clone.
     *
     * @param onto the parent of the revert: the head that was read
     * @param at the commit time, from a fact and not from the clock, so that it is the same after a crash
     * @throws GitTrouble when a commit is not in the clone, or not part of {@code onto}
     */
    public Reversal revert(Undo undo, CommitId onto, Instant at) {
        return new Reverts(git, history, recovery).revert(undo, onto, at);
    }

    /** A dry run of {@link #revert}; keeps nothing. */
    public Reversal plan(Undo undo, CommitId onto, Instant at) {
        return new Reverts(git, history, recovery).plan(undo, onto, at);
    }

    /** The last prepared commit, if any. */
    public Optional<CommitId> prepared() {
        return git.commit("refs/heads/" + BRANCH + recovery);
    }

    /** The command line of the push. */
    public String pushLine(CommitId commit, CommitId lookedAt) {
        String reference = "refs/heads/" + repository.branch();
        return Command.of("git", "push", "--force-with-lease=" + reference + ":" + lookedAt)
                .plus(origin.url().value(), commit + ":" + reference)
                .line();
    }

    /**
     * Fast-forwards the branch that Flux follows to the revert, if its head is still the expected one.
     *
     * @throws GitTrouble when the commit does not contain {@code lookedAt}
     */
    public Push push(CommitId commit, CommitId lookedAt) {
        return pushes().forward(origin, repository.branch(), commit, lookedAt);
    }

    /** The same for the mirror, whose head must be read separately. */
    public Push pushToMirror(CommitId commit, CommitId lookedAt) {
        return mirror.map(remote -> pushes().forward(remote, repository.branch(), commit, lookedAt))
                .orElseGet(() -> new Push.Unreachable("no mirror is configured: add 'mirror' under 'repository'"));
    }

    /** Pushes the revert to its own branch, for people to merge. */
    public Proposal propose(CommitId commit) {
        return propose(commit, BRANCH + recovery);
    }

    /**
     * Pushes one changed file to a branch of its own, for people to merge.
     *
     * @param file with the new content, on this disk
     * @param path in the repository
     * @param onto the head of the branch that was read
     * @param at the commit time, from a fact and not from the clock
     */
    public Proposal proposeFile(
            Path file, String path, String subject, String body, CommitId onto, Instant at, String name) {
        git.require(onto);
        String tree = new PartialTree(git).with(onto, file, path);
        CommitId commit = new CommitWriter(git, recovery, at).file(subject, body, tree, onto);
        return propose(commit, "kaltstart/" + name + "-" + recovery);
    }

    /**
     * Prepares a commit that changes the content of files and nothing else: their modes and everything around them stay.
     *
     * @param name of the branch in the clone, such as {@code overlap}; an earlier commit there is replaced
     * @param files by path in the repository, with the new content on this disk; each of them must be in {@code onto}
     * @param onto the parent: the head that was read
     * @param at the commit time, from a fact and not from the clock, so that the commit is the same after a crash
     * @throws GitTrouble when a file is not in {@code onto}
     */
    public CommitId prepare(
            String name, Map<String, Path> files, String subject, String body, CommitId onto, Instant at) {
        git.require(onto);
        String tree = new PartialTree(git).changed(onto, files);
        CommitId commit = new CommitWriter(git, recovery, at).file(subject, body, tree, onto);
        Result moved = git.acting().run(git.command("update-ref", own(name), commit.value()));
        if (!moved.succeeded()) {
            throw new GitTrouble("git update-ref: " + GitMessages.of(moved));
        }
        return commit;
    }

    /** The last commit that was prepared under a name. */
    public Optional<CommitId> prepared(String name) {
        return git.commit(own(name));
    }

    private String own(String name) {
        return "refs/heads/kaltstart/" + name + "-" + recovery;
    }

    private Proposal propose(CommitId commit, String name) {
        String branch = name;
        Push push = pushes().create(origin, branch, commit);
        for (int number = 2; push instanceof Push.Moved && number <= TRIES; number++) {
            branch = name + "-" + number;
            push = pushes().create(origin, branch, commit);
        }
        String message = "Create a pull request from the branch " + branch + " into " + repository.branch() + ".";
        return new Proposal(
                push,
                branch,
                PullRequestLink.of(origin.url(), branch, repository.branch()).orElse(message));
    }

    /**
     * Writes the revert, with the whole history, to a file under the home.
     *
     * @throws GitTrouble when the commit is not the last prepared one
     */
    public Bundle bundle(CommitId commit) {
        return new Bundles(git, bundles, recovery).of(commit, repository.branch(), origin);
    }

    private Pushes pushes() {
        return new Pushes(git, history, fetches);
    }
}
