package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Programs that are not simulated: they work on the twin's own files, and nothing leaves this machine. Of {@code flux} that
 * is {@code flux build} in memory, which needs no cluster; where no {@code flux} is installed, the simulated one builds.
 */
final class RealTools {

    private static final Set<String> PROGRAMS = Set.of("git", "age");
    private static final List<String> PATHS = List.of("--path", "--kustomization-file");
    private static final int REFUSED = 128;

    private final World world;
    private final Runner local;

    RealTools(World world, Runner local) {
        this.world = world;
        this.local = local;
    }

    /** @return empty for a command that is simulated */
    Optional<Runner.Running> start(String id, Command command) {
        if (builds(command)) {
            try {
                return Optional.of(local.start(id, command));
            } catch (Shell.MissingTool notInstalled) {
                return Optional.empty();
            }
        }
        return PROGRAMS.contains(command.program()) ? Optional.of(own(id, command)) : Optional.empty();
    }

    /** A build that names a path outside of Kaltstart's home is left to the simulated flux, which refuses it. */
    private boolean builds(Command command) {
        List<String> arguments = command.arguments();
        return command.program().equals("flux")
                && arguments.size() > 2
                && arguments.subList(0, 2).equals(List.of("build", "kustomization"))
                && arguments.containsAll(List.of("--dry-run", "--in-memory-build"))
                && atHome(command.directory())
                && PATHS.stream().allMatch(flag -> atHome(path(arguments, flag)));
    }

    private static @Nullable Path path(List<String> arguments, String flag) {
        int at = arguments.indexOf(flag);
        boolean once = at >= 0 && at == arguments.lastIndexOf(flag) && at + 1 < arguments.size();
        return once ? Path.of(arguments.get(at + 1)) : null;
    }

    private boolean atHome(@Nullable Path path) {
        // twins/<recovery>
        Path home = world.directory().resolve("../..").normalize();
        return path != null && path.isAbsolute() && path.normalize().startsWith(home);
    }

    private Runner.Running own(String id, Command command) {
        var scratch = world.repository();
        var directory =
                command.directory() == null ? scratch : command.directory().normalize();
        if ("git".equals(command.program())) {
            return git(id, new GitCall(world, command.in(directory)));
        }
        return directory.startsWith(scratch)
                ? local.start(id, command.in(directory))
                : refused("the twin works in its scratch copy only");
    }

    private Runner.Running git(String id, GitCall call) {
        var refusal = call.refusal();
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (call.talksToOrigin()) {
            var silence = world.on(there -> GitHost.answers(there, call));
            if (silence.isPresent()) {
                return refused(silence.get());
            }
        }
        return local.start(id, call.command());
    }

    Optional<Runner.Running> find(String id) {
        return local.find(id);
    }

    private static Runner.Running refused(String why) {
        return new Runner.Running() {
            @Override
            public Optional<Result> await(Duration limit) {
                return Optional.of(Result.exited(REFUSED, "", "fatal: " + why + "\n"));
            }

            @Override
            public void stop() {}

            @Override
            public long pid() {
                return -1;
            }
        };
    }
}
