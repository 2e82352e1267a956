package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds a tree from two: some paths from the first, the rest from the second. Uses its own index, without files. */
record PartialTree(CloneGit git) {

    // 100644 blob abc<tab>name
    private static final Pattern ENTRY = Pattern.compile("(\\d{6}) (blob|tree|commit) ([0-9a-f]{40}|[0-9a-f]{64})\\t");

    // 100644 blob abc<tab>name, and no link
    private static final Pattern FILE = Pattern.compile("(?s)(10\\d{4}) blob [0-9a-f]{40,64}\\t(.*)");

    /** The command line has a limit. */
    private static final int AT_ONCE = 100;

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

    /** @return the tree of a commit, with the content of some of its files as it is on this disk */
    String changed(CommitId all, Map<String, Path> files) {
        Path place = temporary();
        Path index = place.resolve("index");
        try {
            run(index, "read-tree", all.value());
            List<Map.Entry<String, Path>> entries = List.copyOf(new TreeMap<>(files).entrySet());
            for (int from = 0; from < entries.size(); from += AT_ONCE) {
                change(index, all, entries.subList(from, Math.min(entries.size(), from + AT_ONCE)));
            }
            return run(index, "write-tree").strip();
        } finally {
            index.toFile().delete();
            place.toFile().delete();
        }
    }

    private void change(Path index, CommitId all, List<Map.Entry<String, Path>> files) {
        List<String> blobs = git.read(
                        git.command("hash-object", "-w", "--no-filters", "--")
                                .plus(files.stream()
                                        .map(file -> file.getValue().toString())
                                        .toArray(String[]::new)),
                        "hash-object")
                .lines()
                .toList();
        Map<String, String> modes = modes(all, files);
        var entries = new ArrayList<String>(List.of("update-index"));
        for (int number = 0; number < files.size(); number++) {
            String path = files.get(number).getKey();
            String mode = modes.get(path);
            if (mode == null) {
                throw new GitTrouble("the file " + path + " is not in " + all + ", or is a link");
            }
            entries.addAll(List.of("--cacheinfo", mode + "," + blobs.get(number) + "," + path));
        }
        run(index, entries.toArray(String[]::new));
    }

    private Map<String, String> modes(CommitId all, List<Map.Entry<String, Path>> files) {
        String listed = git.read(
                git.command("ls-tree", "-z", "--full-tree", all.value(), "--")
                        .plus(files.stream().map(Map.Entry::getKey).toArray(String[]::new)),
                "ls-tree");
        var modes = new HashMap<String, String>();
        for (String line : listed.split("\0")) {
            Matcher file = FILE.matcher(line);
            if (file.matches()) {
                modes.put(file.group(2), file.group(1));
            }
        }
        return modes;
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
