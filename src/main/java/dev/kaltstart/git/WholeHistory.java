package dev.kaltstart.git;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.git.PastFiles.ContentReader;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Searches every version of every file, in all commits of all branches and tags of the clone. One pass over the commits, and
 * each content is read once: ten thousand commits take seconds.
 *
 * @param head of the branch that Flux follows
 */
record WholeHistory(CloneGit git, CommitId head) {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_CHANGES = 3_000_000;
    private static final int MOST_CONTENTS = 400_000;
    private static final int LARGEST_READ = 1024 * 1024;
    private static final int NAMED = 20;

    /**
     * @param always files with such a path are read; of the others, only those with a marker
     * @param markers fixed strings, one of which is in every wanted content
     * @throws GitTrouble when the clone cannot be read
     */
    PastFiles search(Predicate<String> always, List<String> markers, ContentReader reader) {
        Path scratch = scratch();
        try {
            return search(
                    new RawLog(log(scratch)), filesAtHead(scratch), always, new Contents(scratch, markers, reader));
        } finally {
            delete(scratch);
        }
    }

    private PastFiles search(RawLog log, Map<String, String> atHead, Predicate<String> always, Contents contents) {
        Survey survey = new Survey(always);
        log.read(survey);
        // a shallow or cut history still has the files of its head
        atHead.forEach((path, blob) -> survey.saw(head.value(), Instant.EPOCH, path, blob));
        contents.read(survey);
        var paths = new HashSet<String>();
        log.read((commit, at, path, blob) -> {
            if (blob != null && contents.wanted.contains(blob)) {
                paths.add(path);
            }
            return true;
        });
        var versions = new ArrayList<PastFiles.Version>();
        log.read((commit, at, path, blob) -> {
            if (paths.contains(path)) {
                versions.add(new PastFiles.Version(path, new CommitId(commit), at, blob));
            }
            return versions.size() < MOST_CHANGES;
        });
        return new PastFiles(versions, atHead, survey.commits.size(), leftOut(log, survey, contents));
    }

    private static List<String> leftOut(RawLog log, Survey survey, Contents contents) {
        var leftOut = new ArrayList<String>();
        if (survey.full) {
            leftOut.add("the history has more than " + MOST_CHANGES + " changes or " + MOST_CONTENTS
                    + " contents: the oldest were not searched");
        }
        var unread = new LinkedHashSet<String>();
        if (!contents.tooLarge.isEmpty()) {
            log.read((commit, at, path, blob) -> {
                if (blob != null && contents.tooLarge.contains(blob)) {
                    unread.add(path);
                }
                return true;
            });
        }
        unread.stream()
                .limit(NAMED)
                .forEach(path -> leftOut.add(GitMessages.line(path) + " is too large in one of its versions"));
        if (unread.size() > NAMED) {
            leftOut.add(CountedNoun.of(unread.size() - NAMED, "other file") + " too large in one of their versions");
        }
        return leftOut;
    }

    private Path log(Path scratch) {
        Path file = scratch.resolve("log");
        run(
                "log",
                "--all",
                "--raw",
                "-z",
                // what a merge has that none of its parents had is new against the first one, too
                "--diff-merges=first-parent",
                "--no-renames",
                "--no-abbrev",
                "--no-ext-diff",
                "--no-textconv",
                "--no-notes",
                "--no-show-signature",
                "--no-mailmap",
                "--format=" + RawLog.FORMAT,
                "--output=" + file);
        return file;
    }

    private Map<String, String> filesAtHead(Path scratch) {
        Path file = scratch.resolve("head");
        String empty = git.read("hash-object", "-t", "tree", "-w", "/dev/null").strip();
        run(
                "diff-tree",
                "-r",
                "--raw",
                "-z",
                "--no-renames",
                "--no-abbrev",
                "--no-ext-diff",
                "--no-textconv",
                "--output=" + file,
                "--end-of-options",
                empty,
                head.value());
        var files = new HashMap<String, String>();
        new RawLog(file).read((commit, at, path, blob) -> {
            if (blob != null) {
                files.put(path, blob);
            }
            return files.size() < MOST_CONTENTS;
        });
        return files;
    }

    private void run(String... arguments) {
        Result result = git.looking().run(git.command(arguments).within(PATIENCE));
        if (!result.succeeded()) {
            throw new GitTrouble("git " + arguments[0] + ": " + GitMessages.of(result));
        }
    }

    /** One that a killed Kaltstart has left is replaced. */
    private Path scratch() {
        Path scratch = git.directory().resolveSibling(git.directory().getFileName() + ".search");
        delete(scratch);
        try {
            Files.createDirectories(scratch.resolve("blobs"));
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the directory " + scratch, e);
        }
    }

    private static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** All contents in the history, and those of files that are always read. */
    private static final class Survey implements RawLog.Visitor {

        private final Predicate<String> always;
        private final Set<String> contents = new LinkedHashSet<>();
        private final Set<String> named = new HashSet<>();
        private final Set<String> commits = new HashSet<>();
        private int changes;
        private boolean full;

        Survey(Predicate<String> always) {
            this.always = always;
        }

        @Override
        public boolean saw(String commit, Instant at, String path, @Nullable String blob) {
            commits.add(commit);
            if (blob != null) {
                contents.add(blob);
                if (always.test(path)) {
                    named.add(blob);
                }
            }
            full |= ++changes >= MOST_CHANGES || contents.size() >= MOST_CONTENTS;
            return !full;
        }
    }

    private final class Contents {

        private final Path scratch;
        private final List<String> markers;
        private final ContentReader reader;
        private final Set<String> wanted = new HashSet<>();
        private final Set<String> tooLarge = new HashSet<>();

        Contents(Path scratch, List<String> markers, ContentReader reader) {
            this.scratch = scratch;
            this.markers = markers;
            this.reader = reader;
        }

        void read(Survey survey) {
            new BlobSearch(git, scratch, markers).search(survey.contents, survey.named, this::read, tooLarge::add);
        }

        private void read(BlobSearch.Found found) {
            content(found)
                    .ifPresentOrElse(
                            content -> {
                                if (reader.wants(found.blob(), content)) {
                                    wanted.add(found.blob());
                                }
                            },
                            () -> tooLarge.add(found.blob()));
        }

        private Optional<byte[]> content(BlobSearch.Found found) {
            try {
                return Files.size(found.file()) > LARGEST_READ
                        ? Optional.empty()
                        : Optional.of(Files.readAllBytes(found.file()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + found.file(), e);
            }
        }
    }
}
