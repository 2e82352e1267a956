package dev.kaltstart.twin.origin;

import dev.kaltstart.twin.origin.Trees.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the repository of a twin is kept: a bare repository that Git clones from and pushes to like to any other, and
 * that never packs anything. Guarded by its world's lock.
 */
public final class Origin {

    public static final String BRANCH = "main";

    private static final int REMEMBERED = 16;
    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true
            [gc]
            \tauto = 0
            [maintenance]
            \tauto = false
            [receive]
            \tautogc = false
            \tunpackLimit = 1000000
            [transfer]
            \tunpackLimit = 1000000
            [uploadpack]
            \tallowAnySHA1InWant = true
            """;

    private final Path directory;
    private final LooseObjects objects;
    private final Trees trees;
    // read constantly by every rule
    private boolean there;
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Snapshot> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Origin(Path directory) {
        this.directory = directory;
        this.objects = new LooseObjects(directory.resolve("objects"));
        this.trees = new Trees(objects);
        this.there = Files.isRegularFile(directory.resolve("HEAD"));
    }

    public Path directory() {
        return directory;
    }

    /** Twins that were made where Git is not installed have none. */
    public boolean exists() {
        return there;
    }

    /** Makes it, with the objects that lie elsewhere as its own. */
    public void begin(Path itsObjects) {
        try {
            Files.createDirectories(directory.resolve("refs/heads"));
            Files.move(itsObjects, directory.resolve("objects"));
            Files.writeString(directory.resolve("config"), CONFIG);
            Files.writeString(directory.resolve("HEAD"), "ref: refs/heads/" + BRANCH + "\n");
            there = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of a branch; empty when there is none. */
    public Optional<String> head(String branch) {
        try {
            return Optional.of(Files.readString(reference(branch)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Moves a branch, whatever its head was. */
    public void move(String branch, String commit) {
        try {
            Path file = reference(branch);
            Files.createDirectories(file.resolveSibling(""));
            Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
            Files.writeString(fresh, commit + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path reference(String branch) {
        return directory.resolve("refs/heads").resolve(branch);
    }

    public Snapshot snapshot(String commit) {
        return snapshots.computeIfAbsent(commit, id -> new Snapshot(objects, trees.flat(treeOf(id))));
    }

    private String treeOf(String commit) {
        return header(commit, "tree ").orElse("");
    }

    /** Empty for the first one. */
    public Optional<String> parent(String commit) {
        return header(commit, "parent ");
    }

    private Optional<String> header(String commit, String name) {
        return new String(objects.read(commit).content(), StandardCharsets.UTF_8)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst();
    }

    /** The files of a tree that Git has written. */
    public Snapshot tree(String tree) {
        return new Snapshot(objects, trees.flat(tree));
    }

    /**
     * Makes a commit. Nothing in it depends on anything but what it is made from.
     *
     * @param parents empty for the first one
     */
    public String commit(Draft draft, Instant at, String... parents) {
        var text = new StringBuilder("tree " + trees.write(draft.files()) + "\n");
        for (String parent : parents) {
            text.append("parent ").append(parent).append('\n');
        }
        var who = draft.author() + " " + at.getEpochSecond() + " +0000\n";
        text.append("author ").append(who).append("committer ").append(who).append('\n');
        text.append(draft.message()).append('\n');
        return objects.write("commit", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Files to be committed, at first as they are in a snapshot. */
    public Draft draft(Snapshot snapshot) {
        return new Draft(objects, new TreeMap<>(snapshot.nodes()));
    }

    /** Everything is here that the commit holds, and the commits before it. */
    boolean whole(String commit) {
        try {
            for (String one : chain(commit)) {
                if (!snapshot(one).nodes().values().stream().allMatch(node -> objects.has(node.id()))) {
                    return false;
                }
            }
            return true;
        } catch (LooseObjects.Missing missing) {
            return false;
        }
    }

    /** A commit and those before it, along the first parents. */
    private Set<String> chain(String commit) {
        var chain = new LinkedHashSet<String>();
        for (Optional<String> next = Optional.of(commit); next.isPresent(); next = parent(next.get())) {
            chain.add(next.get());
        }
        return chain;
    }

    /** Files of a merge: what the one branch has changed since it began, done to those of the other. */
    public Draft merged(String ours, String theirs) {
        var known = chain(ours);
        var base = chain(theirs).stream()
                .filter(known::contains)
                .findFirst()
                .map(id -> snapshot(id).nodes())
                .orElse(Map.of());
        var files = new TreeMap<>(snapshot(ours).nodes());
        var wanted = snapshot(theirs).nodes();
        base.keySet().stream().filter(path -> !wanted.containsKey(path)).forEach(files::remove);
        wanted.forEach((path, node) -> {
            if (!node.equals(base.get(path))) {
                files.put(path, node);
            }
        });
        return new Draft(objects, files);
    }

    /** The content of the next commit. */
    public static final class Draft {

        private final LooseObjects objects;
        private final TreeMap<String, Node> files;
        private String author = "Home Admin <admin@homelab.example>";
        private String message = "Change";

        Draft(LooseObjects objects, TreeMap<String, Node> files) {
            this.objects = objects;
            this.files = files;
        }

        public Draft write(String path, String content) {
            files.put(path, new Node("100644", objects.write("blob", content.getBytes(StandardCharsets.UTF_8))));
            return this;
        }

        /** A file, or everything below a directory. */
        public Draft delete(String path) {
            files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
            return this;
        }

        public Draft says(String message) {
            this.message = message;
            return this;
        }

        public Draft by(String author) {
            this.author = author;
            return this;
        }

        TreeMap<String, Node> files() {
            return files;
        }

        String author() {
            return author;
        }

        String message() {
            return message;
        }
    }
}
