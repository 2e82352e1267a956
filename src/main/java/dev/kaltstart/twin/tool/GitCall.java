package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.twin.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One command line of Git in a rehearsal. It may work in the scratch copy, and in the clone that Kaltstart makes for
 * this recovery; it may talk to nothing but the twin's own repository, and fetch from the scratch copy.
 */
final class GitCall {

    private static final Set<String> TALKS = Set.of("fetch", "push", "ls-remote");
    private static final Set<String> NEVER = Set.of(
            "pull",
            "clone",
            "remote",
            "submodule",
            "daemon",
            "send-email",
            "credential",
            "config",
            "worktree",
            "upload-pack",
            "receive-pack",
            "upload-archive",
            "send-pack",
            "fetch-pack",
            "http-fetch",
            "http-push",
            "remote-https",
            "remote-http",
            "remote-ext",
            "difftool",
            "mergetool",
            "request-pull",
            "svn",
            "p4");
    /** They name programs, or other places. */
    private static final Set<String> OUTSIDE = Set.of(
            "--upload-pack", "--receive-pack", "--exec", "--remote", "--exec-path", "--namespace", "--super-prefix");

    private static final Set<String> ELSEWHERE = Set.of(
            "GIT_DIR",
            "GIT_COMMON_DIR",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_EXEC_PATH",
            "GIT_PROXY_COMMAND",
            "GIT_EXTERNAL_DIFF");
    private static final Set<String> WITHIN = Set.of("GIT_WORK_TREE", "GIT_INDEX_FILE");
    private static final String STAYS = "the twin has no network, and git stays in its scratch copy";

    private final World world;
    private final Command command;
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private final String name;

    GitCall(World world, Command command) {
        this.world = world;
        this.command = command;
        var words = command.arguments();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            var valued = words.get(at).equals("-c") || words.get(at).equals("-C");
            before.add(words.get(at));
            if (valued && at + 1 < words.size()) {
                before.add(words.get(at + 1));
            }
            at += valued ? 2 : 1;
        }
        this.name = at < words.size() ? words.get(at) : "";
        after.addAll(words.subList(Math.min(words.size(), at + 1), words.size()));
    }

    /** The call as it is run: file paths are the only protocol allowed. */
    Command command() {
        return TALKS.contains(name) ? command.with("GIT_ALLOW_PROTOCOL", "file") : command;
    }

    boolean pushes() {
        return name.equals("push");
    }

    boolean talksToOrigin() {
        return TALKS.contains(name) && after.contains(world.origin().directory().toString());
    }

    /** Why it must not be run; empty when it may. */
    Optional<String> refusal() {
        if (NEVER.contains(name) || ELSEWHERE.stream().anyMatch(command.environment()::containsKey)) {
            return Optional.of(STAYS);
        }
        var own = before.stream().anyMatch(this::namesClone);
        if (!own && !in(world.repository(), place())) {
            return Optional.of("the twin works in its scratch copy only");
        }
        if (own && !(in(home().resolve("clones"), place()) || in(trees(), place()))) {
            return Optional.of("the twin works on the clone of its recovery only from the directory next to it");
        }
        var abroad = before.stream().anyMatch(word -> word.startsWith("--work-tree"))
                || before.stream().anyMatch(word -> word.startsWith("--git-dir") && !namesClone(word))
                || leavesByC()
                || command.environment().entrySet().stream().anyMatch(this::leaves)
                || Stream.concat(before.stream(), after.stream()).anyMatch(GitCall::outside)
                || Stream.concat(before.stream(), after.stream()).anyMatch(this::leads)
                || TALKS.contains(name) && !talksHome();
        return abroad ? Optional.of(STAYS) : Optional.empty();
    }

    private Path place() {
        var directory = command.directory();
        return directory == null ? world.repository() : directory;
    }

    private boolean leavesByC() {
        for (int i = 0; i + 1 < before.size(); i++) {
            if (before.get(i).equals("-C") && !in(world.repository(), place().resolve(before.get(i + 1)))) {
                return true;
            }
        }
        return false;
    }

    private boolean leaves(Map.Entry<String, String> variable) {
        var path = Path.of("/").resolve(variable.getValue().replace("\0", ""));
        return WITHIN.contains(variable.getKey())
                && !in(world.repository(), path)
                && !in(home().resolve("clones"), path)
                && !in(trees(), path);
    }

    private static boolean outside(String word) {
        return OUTSIDE.contains(word.split("=", 2)[0])
                || word.startsWith("core.sshCommand")
                || word.startsWith("alias.")
                || word.startsWith("url.")
                || word.startsWith("include");
    }

    /** A path that is not the twin's. */
    private boolean leads(String word) {
        if (word.startsWith("--message=")) {
            return false;
        }
        var path = word.substring(word.indexOf('=') + 1);
        if (path.startsWith("/") && !path.equals("/dev/null")) {
            return !mine(Path.of(path).normalize());
        }
        return (path + "/").contains("../") && !path.contains("...") && !in(world.repository(), place().resolve(path));
    }

    private boolean mine(Path path) {
        return in(world.repository(), path)
                || path.equals(world.origin().directory())
                || clone(path)
                || in(home().resolve("bundles"), path)
                || in(home().resolve("clones/home"), path)
                || in(trees(), path)
                || in(home().resolve("rotations").resolve(world.order().recovery()), path);
    }

    /** The clone of this recovery, an unfinished clone, and paths with the same prefix. */
    private boolean clone(Path path) {
        var clones = home().resolve("clones");
        return in(clones, path)
                && path.getNameCount() > clones.getNameCount()
                && (path.getName(clones.getNameCount()) + ".")
                        .startsWith(world.order().recovery() + ".");
    }

    private boolean namesClone(String word) {
        return word.startsWith("--git-dir=")
                && clone(Path.of(word.substring("--git-dir=".length())).normalize());
    }

    /** The remote must be in the command line: a configured one could point anywhere. */
    private boolean talksHome() {
        var partners =
                after.stream().filter(word -> !word.startsWith("-")).limit(1).toList();
        if (partners.isEmpty()) {
            return false;
        }
        var partner = partners.get(0);
        return partner.equals(world.origin().directory().toString())
                || name.equals("fetch") && partner.equals(world.repository().toString());
    }

    /** The directory with this recovery's checked-out commits. */
    private Path trees() {
        return home().resolve("trees").resolve(world.order().recovery());
    }

    private Path home() {
        // twins/<recovery>
        return world.directory().resolve("../..").normalize();
    }

    private static boolean in(Path directory, Path path) {
        return path.normalize().startsWith(directory);
    }
}
