package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds a tree from two: some paths from the first, the rest from the second. Uses its own index, without files. */
record PartialTree(CloneGit git) {

    // 100644 blob abc<tab>name
    private static final Pattern ENTRY = Pattern.compile("(\\d{6}) (blob|tree|commit) ([0-9a-f]{40}|[0-9a-f]{64})\\t");

    /** @return the tree of {@code all}, with the paths as in {@code good}, without those that {@code good} has not */
    String of(CommitId all, CommitId good, List<String> paths) {
        Path place = temporary();
        Path index = place.resolve("index");
        try {
            run(index, "read-tree", all.value());
            for (String path : paths) {
                restore(index, good, path);
            }
            return run(index, "write-tree").strip();
        } finally {
            index.toFile().delete();
            place.toFile().delete();
        }
    }

    private void restore(Path index, CommitId good, String path) {
        run(index, "rm", "-r", "-f", "--cached", "--quiet", "--ignore-unmatch", "--", path);
        Matcher entry = ENTRY.matcher(git.read("ls-tree", "--full-tree", good.value(), "--", path));
        if (entry.lookingAt()) {
            add(index, entry, path);
        }
    }

    /** @return the tree of a commit, with one file as it is on this disk */
    String with(CommitId all, Path file, String path) {
        Path place = temporary();
        Path index = place.resolve("index");
        try {
            String blob = git.read("hash-object", "-w", "--no-filters", "--", file.toString())
                    .strip();
            run(index, "read-tree", all.value());
            run(index, "update-index", "--add", "--cacheinfo", "100644," + blob + "," + path);
            return run(index, "write-tree").strip();
        } finally {
            index.toFile().delete();
            place.toFile().delete();
        }
    }

    private void add(Path index, Matcher entry, String path) {
        if (entry.group(2).equals("tree")) {
            run(index, "read-tree", "--prefix=" + path + "/", entry.group(3));
        } else {
            run(index, "update-index", "--add", "--cacheinfo", entry.group(1) + "," + entry.group(3) + "," + path);
        }
    }

    private String run(Path index, String... arguments) {
        Command command = git.command(arguments)
                .with("GIT_INDEX_FILE", index.toString())
                // some commands need a work tree even when they do not change it
                .with("GIT_WORK_TREE", git.home().toString());
        Result result = git.looking().run(command);
        if (!result.succeeded()) {
            throw new GitTrouble("git " + arguments[0] + ": " + GitMessages.of(result));
        }
        return result.output();
    }

    private Path temporary() {
        try {
            return Files.createTempDirectory(git.directory().getParent(), "index");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory next to " + git.directory(), e);
        }
    }
}
