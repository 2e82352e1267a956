package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Programs that are not simulated: they work on the twin's own files, and nothing leaves this machine. */
final class RealTools {

    private static final Set<String> PROGRAMS = Set.of("git", "sops", "age", "age-keygen");
    private static final int REFUSED = 128;

    private final World world;
    private final Runner local;

    RealTools(World world, Runner local) {
        this.world = world;
        this.local = local;
    }

    boolean serves(String program) {
        return PROGRAMS.contains(program);
    }

    Runner.Running start(String id, Command command) {
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
