package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Programs that are not simulated: they work on the scratch copy, and nothing of it leaves this machine. */
final class RealTools {

    private static final Set<String> PROGRAMS = Set.of("git", "sops", "age", "age-keygen");
    private static final Set<String> ABROAD =
            Set.of("push", "fetch", "pull", "clone", "ls-remote", "remote", "submodule");
    private static final int REFUSED = 128;

    private final Path scratch;
    private final Runner local;

    RealTools(Path scratch, Runner local) {
        this.scratch = scratch;
        this.local = local;
    }

    boolean serves(String program) {
        return PROGRAMS.contains(program);
    }

    Runner.Running start(String id, Command command) {
        var directory =
                command.directory() == null ? scratch : command.directory().normalize();
        if (!directory.startsWith(scratch)) {
            return refused("the twin works in its scratch copy only");
        }
        if ("git".equals(command.program()) && abroad(command.arguments())) {
            return refused("the twin has no network, and git stays in its scratch copy");
        }
        return local.start(id, command.in(directory));
    }

    Optional<Runner.Running> find(String id) {
        return local.find(id);
    }

    /** Leaves the machine, or the scratch copy. */
    private boolean abroad(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            var word = arguments.get(i);
            if (word.startsWith("--git-dir") || word.startsWith("--work-tree")) {
                return true;
            }
            if (word.equals("-C") && !within(i + 1 < arguments.size() ? arguments.get(i + 1) : "/")) {
                return true;
            }
            if (word.equals("-C") || word.equals("-c")) {
                i++;
            } else if (!word.startsWith("-")) {
                return ABROAD.contains(word);
            }
        }
        return false;
    }

    private boolean within(String path) {
        return scratch.resolve(path).normalize().startsWith(scratch);
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
