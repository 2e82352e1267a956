package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/**
 * Fetches the repository, whole, with every blob: a partial clone would ask the host for missing objects just when the
 * host is gone. A fetch is a read; repeated, it shows the present state.
 */
record Fetches(CloneGit git) {

    private static final Duration QUICK = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{40}|[0-9a-f]{64})\\t(\\S+)");

    /** Asks the host; works without the clone. */
    RemoteHead head(Remote remote, String branch) {
        String reference = "refs/heads/" + branch;
        Result result = git.looking()
                .run(remote.reaching(git.command(
                                "ls-remote",
                                "--refs",
                                "--end-of-options",
                                remote.url().value(),
                                reference)
                        .within(QUICK)));
        if (!result.succeeded()) {
            return new RemoteHead.Unreachable(GitMessages.of(result));
        }
        return result.output()
                .lines()
                .map(LINE::matcher)
                // Git treats the name as a pattern, which also matches below other names
                .filter(line -> line.matches() && line.group(2).equals(reference))
                .findFirst()
                .<RemoteHead>map(line -> new RemoteHead.At(new CommitId(line.group(1))))
                .orElseGet(RemoteHead.Missing::new);
    }

    /** Creates the clone when there is none, in the host's object format. A half-made clone is never used. */
    void make(CommitId like) {
        if (Files.exists(git.directory())) {
            return;
        }
        Path whole = git.directory().resolveSibling(git.directory().getFileName() + ".new");
        try {
            FileSystemUtils.deleteRecursively(whole);
            new CloneGit(git.looking(), git.acting(), whole, git.home())
                    .read(
                            "init",
                            "--bare",
                            "--quiet",
                            "--template=",
                            "--initial-branch=main",
                            "--object-format=" + (like.value().length() == 64 ? "sha256" : "sha1"));
            Files.move(whole, git.directory(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the clone " + git.directory(), e);
        }
    }

    /** All branches, no tags. */
    Result fetchAll(Remote remote) {
        return fetchAll(remote, "origin");
    }

    /** @param name the namespace of the fetched branches */
    Result fetchAll(Remote remote, String name) {
        return git.looking()
                .run(remote.reaching(
                        fetch("--prune", remote.url().value(), "+refs/heads/*:refs/remotes/" + name + "/*")));
    }

    /** All branches and tags; nothing that was fetched before is forgotten. */
    Result fetchEverything(Remote remote) {
        return git.looking()
                .run(remote.reaching(fetch("--no-prune", remote.url().value(), "+refs/heads/*:refs/remotes/origin/*")
                        .plus("+refs/tags/*:refs/kaltstart/tags/*")));
    }

    Result fetch(Remote remote, CommitId commit) {
        return git.looking()
                .run(remote.reaching(fetch("--no-prune", remote.url().value(), kept(commit))));
    }

    /** From a repository on this machine. */
    Result fetch(Path checkout, String reference) {
        return git.looking()
                .run(fetch("--no-prune", checkout.toString(), reference).with("GIT_ALLOW_PROTOCOL", "file"));
    }

    /** The commit of a branch in a repository on this machine; empty when there is no such branch or repository. */
    Optional<CommitId> commitOf(Path checkout, String reference) {
        if (!Files.isDirectory(checkout)) {
            return Optional.empty();
        }
        Result found = git.looking().run(GitCommand.in(checkout, "rev-parse", "--quiet", "--verify", reference));
        return found.succeeded() ? Optional.of(new CommitId(found.output().strip())) : Optional.empty();
    }

    /** A reference that keeps the commit in the clone. */
    static String kept(CommitId commit) {
        return "+" + commit + ":refs/kaltstart/kept/" + commit;
    }

    private Command fetch(String prune, String from, String reference) {
        return git.command(
                        "fetch",
                        "--quiet",
                        prune,
                        "--no-tags",
                        "--no-recurse-submodules",
                        "--no-write-fetch-head",
                        "--no-auto-maintenance",
                        "--no-show-forced-updates",
                        "--end-of-options",
                        from,
                        reference)
                .within(PATIENCE);
    }
}
