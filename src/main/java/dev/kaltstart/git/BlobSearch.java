package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/**
 * Reads many contents of a clone with few commands: a batch of them becomes a tree whose file names are their ids, which Git
 * searches in one go; only what it finds is written to disk. No name of the repository becomes a file.
 *
 * @param directory for scratch files
 * @param markers fixed strings; a content with none of them is not read
 */
record BlobSearch(CloneGit git, Path directory, List<String> markers) {

    /** Their ids have to fit into the arguments of one command, and their sizes into one output. */
    private static final int BATCH = 4000;
    /** Git holds a whole content in memory while it searches in it. */
    private static final long LARGEST_SEARCHED = 16L * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /**
     * @param always these are read without a marker, too
     * @param tooLarge receives the ids of contents that were not searched
     */
    void search(Collection<String> blobs, Set<String> always, Consumer<Found> each, Consumer<String> tooLarge) {
        List<String> all = List.copyOf(blobs);
        for (int from = 0; from < all.size(); from += BATCH) {
            batch(all.subList(from, Math.min(all.size(), from + BATCH)), always, each, tooLarge);
        }
    }

    private void batch(List<String> blobs, Set<String> always, Consumer<Found> each, Consumer<String> tooLarge) {
        String tree = tree(blobs);
        Set<String> large = large(tree);
        large.forEach(tooLarge);
        if (!large.isEmpty()) {
            tree = tree(blobs.stream().filter(blob -> !large.contains(blob)).toList());
        }
        var wanted = new LinkedHashSet<>(marked(tree));
        blobs.stream()
                .filter(blob -> always.contains(blob) && !large.contains(blob))
                .forEach(wanted::add);
        if (!wanted.isEmpty()) {
            write(List.copyOf(wanted), each);
        }
    }

    private String tree(List<String> blobs) {
        index(blobs);
        return run("write-tree").strip();
    }

    private void index(List<String> blobs) {
        try {
            Files.deleteIfExists(directory.resolve("index"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var arguments = new ArrayList<>(List.of("update-index", "--add"));
        for (String blob : blobs) {
            arguments.add("--cacheinfo");
            arguments.add("100644," + blob + "," + blob);
        }
        run(arguments.toArray(String[]::new));
    }

    private Set<String> large(String tree) {
        var large = new LinkedHashSet<String>();
        run("ls-tree", "-r", "--long", tree).lines().forEach(line -> {
            // mode, type, id, size, name
            String[] fields = SPACES.split(line.strip());
            if (fields.length < 5 || !fields[3].matches("\\d{1,18}") || Long.parseLong(fields[3]) > LARGEST_SEARCHED) {
                large.add(fields[fields.length - 1]);
            }
        });
        return large;
    }

    private List<String> marked(String tree) {
        var arguments = new ArrayList<>(List.of("grep", "--name-only", "--fixed-strings", "--no-textconv", "--text"));
        markers.forEach(marker -> arguments.addAll(List.of("-e", marker)));
        arguments.add(tree);
        Result result = git.looking().run(command(arguments.toArray(String[]::new)));
        boolean nothing = result.ending() == Result.Ending.EXITED && result.exitCode() == 1;
        if (!result.succeeded() && !nothing) {
            throw new GitTrouble("git grep: " + GitMessages.of(result));
        }
        return result.output()
                .lines()
                .filter(line -> line.startsWith(tree + ":"))
                .map(line -> line.substring(tree.length() + 1))
                .toList();
    }

    private void write(List<String> blobs, Consumer<Found> each) {
        Path files = directory.resolve("blobs");
        try {
            FileSystemUtils.deleteRecursively(files);
            Files.createDirectories(files);
            index(blobs);
            run("checkout-index", "--all", "--quiet");
            for (String blob : blobs) {
                each.accept(new Found(blob, files.resolve(blob)));
            }
            FileSystemUtils.deleteRecursively(files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }

    private String run(String... arguments) {
        Result result = git.looking().run(command(arguments));
        if (!result.succeeded()) {
            throw new GitTrouble("git " + arguments[0] + ": " + GitMessages.of(result));
        }
        return result.output();
    }

    private Command command(String... arguments) {
        // no attribute of the repository applies: its files have no place in this tree
        return git.command("-c", "core.autocrlf=false")
                .plus(arguments)
                .within(PATIENCE)
                .with("GIT_INDEX_FILE", directory.resolve("index").toString())
                .with("GIT_WORK_TREE", directory.resolve("blobs").toString())
                .in(directory);
    }

    /** @param file with the content, which is deleted after the call */
    record Found(String blob, Path file) {}
}
