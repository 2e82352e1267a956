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
 * Brings the repository here. All of it, with every blob: a partial clone would ask the host for what is missing at the
 * moment when that is gone. A fetch is a look; repeated, it shows the world as it is then.
 */
record Fetches(CloneGit git) {

    private static final Duration QUICK = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{40}|[0-9a-f]{64})\\t(\\S+)");

    /** Asks the host; the clone is not needed for it. */
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
            return new RemoteHead.Unreachable(Words.of(result));
        }
        return result.output()
                .lines()
                .map(LINE::matcher)
                // what is asked for is a pattern to Git, which also finds it below another name
                .filter(line -> line.matches() && line.group(2).equals(reference))
                .findFirst()
                .<RemoteHead>map(line -> new RemoteHead.At(new CommitId(line.group(1))))
                .orElseGet(RemoteHead.Missing::new);
    }

    /** Makes the clone when there is none yet, in the object format of the host. Half a clone is never taken for one. */
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
            throw new UncheckedIOException("cannot make the clone " + git.directory(), e);
        }
    }

    /** All branches; not the tags. */
    Result fetchAll(Remote remote) {
        return fetchAll(remote, "origin");
    }

    /** @param name under which the branches are kept */
    Result fetchAll(Remote remote, String name) {
        return git.looking()
                .run(remote.reaching(
                        fetch("--prune", remote.url().value(), "+refs/heads/*:refs/remotes/" + name + "/*")));
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

    /** What a branch of a repository on this machine stands at; empty when there is no such branch, or no repository. */
    Optional<CommitId> commitOf(Path checkout, String reference) {
        if (!Files.isDirectory(checkout)) {
            return Optional.empty();
        }
        Result found = git.looking().run(GitCommand.in(checkout, "rev-parse", "--quiet", "--verify", reference));
        return found.succeeded() ? Optional.of(new CommitId(found.output().strip())) : Optional.empty();
    }

    /** A name for it, so that it is part of what the clone holds. */
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
