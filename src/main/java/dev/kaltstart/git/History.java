package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The history in the clone. Each commit is read by a command of its own, so that foreign text in one commit, or its
 * redaction, cannot hide another.
 */
public final class History {

    /** Maximum characters of a diff. */
    public static final int DIFF_LIMIT = 100_000;

    private final CloneGit git;

    History(CloneGit git) {
        this.git = git;
    }

    public boolean has(CommitId commit) {
        return git.has(commit);
    }

    /** @throws GitTrouble when one of them is not in the clone */
    public boolean isAncestor(CommitId ancestor, CommitId commit) {
        return git.isAncestor(ancestor, commit);
    }

    /** @throws GitTrouble when the commit is not in the clone */
    public Commit commit(CommitId id) {
        List<String> lines = git.read(
                        "show",
                        "-s",
                        "--no-notes",
                        "--no-show-signature",
                        "--encoding=UTF-8",
                        "--format=%P%n%at%n%ct%n%an <%ae>%n%s",
                        "--end-of-options",
                        id.value())
                .lines()
                .toList();
        List<CommitId> parents = Stream.of(line(lines, 0).split(" "))
                .filter(parent -> !parent.isEmpty())
                .map(CommitId::new)
                .toList();
        return new Commit(
                id,
                parents,
                GitMessages.line(line(lines, 3)),
                time(line(lines, 1)),
                time(line(lines, 2)),
                GitMessages.line(line(lines, 4)),
                changes(parents.isEmpty() ? emptyTree() : parents.get(0).value(), id.value()));
    }

    /**
     * The commits in {@code to} that are not in {@code from}, newest first.
     *
     * @param most maximum number
     * @throws GitTrouble when one of them is not in the clone
     */
    public List<Commit> between(CommitId from, CommitId to, int most) {
        return ids(from, to, most, List.of()).stream().map(this::commit).toList();
    }

    /**
     * A commit and its first parents, newest first.
     *
     * @param most maximum number
     * @throws GitTrouble when the commit is not in the clone
     */
    public List<CommitId> firstParents(CommitId head, int most) {
        return git.read("rev-list", "--first-parent", "--max-count=" + most, "--end-of-options", head.value())
                .lines()
                .map(CommitId::new)
                .toList();
    }

    /** The number of commits in {@code to} that are not in {@code from}. */
    public int count(CommitId from, CommitId to) {
        return Integer.parseInt(git.read("rev-list", "--count", "--end-of-options", to.value(), "^" + from)
                .strip());
    }

    /**
     * The merges in {@code to} that are not in {@code from}, along the first parents.
     *
     * @return each with its parents; the first is the branch that received the merge
     */
    public Map<CommitId, List<CommitId>> merges(CommitId from, CommitId to) {
        var merges = new LinkedHashMap<CommitId, List<CommitId>>();
        git.read(
                        "rev-list",
                        "--first-parent",
                        "--merges",
                        "--parents",
                        "--max-count=1000",
                        "--end-of-options",
                        to.value(),
                        "^" + from)
                .lines()
                .map(line -> Stream.of(line.split(" ")).map(CommitId::new).toList())
                .forEach(line -> merges.put(line.get(0), line.subList(1, line.size())));
        return merges;
    }

    /**
     * Whether a commit, or one with the same tree, is on the branch: a squashed or rebased pull request has another id.
     *
     * @param since the previous head of the branch
     * @param head the present head
     */
    public boolean arrived(CommitId commit, CommitId since, CommitId head) {
        if (!git.has(head) || git.isAncestor(commit, head)) {
            return git.has(head);
        }
        String tree = git.treeOf(commit);
        return git.read("log", "--format=%T", "--max-count=500", "--end-of-options", head.value(), "^" + since)
                .lines()
                .anyMatch(tree::equals);
    }

    List<CommitId> ids(CommitId from, CommitId to, int most, List<String> options) {
        var arguments = new ArrayList<>(List.of("rev-list", "--topo-order", "--max-count=" + most));
        arguments.addAll(options);
        arguments.addAll(List.of("--end-of-options", to.value(), "^" + from));
        return git.read(arguments.toArray(String[]::new))
                .lines()
                .map(CommitId::new)
                .toList();
    }

    /** @throws GitTrouble when one of them is not in the clone */
    public Changes changes(CommitId from, CommitId to) {
        return changes(from.value(), to.value());
    }

    private Changes changes(String from, String to) {
        return ChangeLines.of(git.read(
                "diff-tree",
                "-r",
                "--no-renames",
                "--no-ext-diff",
                "--no-textconv",
                "--ignore-submodules=none",
                "--raw",
                "--shortstat",
                "--end-of-options",
                from,
                to));
    }

    /**
     * The diff as text, without control characters, at most {@link #DIFF_LIMIT} characters.
     *
     * @throws GitTrouble when one of them is not in the clone
     */
    public String diff(CommitId from, CommitId to) {
        return diff(from.value(), to.value());
    }

    String diff(String from, String to) {
        Command command = git.command(
                        "diff-tree",
                        "-r",
                        "-p",
                        "--no-renames",
                        "--no-ext-diff",
                        "--no-textconv",
                        "--no-color",
                        "--submodule=short",
                        "--end-of-options",
                        from,
                        to)
                .within(Duration.ofMinutes(2));
        return GitMessages.text(git.read(command, "diff-tree"), DIFF_LIMIT);
    }

    /** @return {@link Lineage.Missing} when the commit is not in the clone */
    public Lineage lineage(CommitId commit, CommitId head) {
        if (!git.has(commit)) {
            return new Lineage.Missing();
        }
        if (git.isAncestor(commit, head)) {
            return new Lineage.Contained(count(commit, head));
        }
        int lost = count(head, commit);
        if (git.isAncestor(head, commit)) {
            return new Lineage.Rewound(lost);
        }
        Optional<CommitId> common = git.look("merge-base", commit.value(), head.value())
                .output()
                .lines()
                .findFirst()
                .map(CommitId::new);
        return new Lineage.Diverged(common, lost, count(commit, head));
    }

    /** The signature of a commit. Uses this user's gpg keys; without the key the result is unknown, never good. */
    public Signature signature(CommitId commit) {
        return new Signatures(git).of(commit);
    }

    private String emptyTree() {
        return git.read("hash-object", "-t", "tree", "-w", "/dev/null").strip();
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "";
    }

    private static Instant time(String seconds) {
        return seconds.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : Instant.EPOCH;
    }
}
