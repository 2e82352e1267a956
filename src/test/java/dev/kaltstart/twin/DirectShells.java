package dev.kaltstart.twin;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Shells that remember nothing: each command has ended as soon as it is begun. */
final class DirectShells implements Shells {

    private final Function<Command, Result> programs;

    private DirectShells(Function<Command, Result> programs) {
        this.programs = programs;
    }

    /** This machine has no programs. Whatever is asked of it succeeds. */
    static DirectShells withoutPrograms() {
        return new DirectShells(command -> Result.exited(0, "", ""));
    }

    static DirectShells with(Function<Command, Result> programs) {
        return new DirectShells(programs);
    }

    static DirectShells withRealPrograms() {
        return new DirectShells(new RealGit()::run);
    }

    @Override
    public Shell of(String recovery, String step, Runner runner) {
        return unremembered(runner);
    }

    @Override
    public Runner local() {
        return new Runner() {
            @Override
            public Running start(String id, Command command) {
                return new Ended(programs.apply(command));
            }

            @Override
            public Optional<Running> find(String id) {
                return Optional.empty();
            }
        };
    }

    @Override
    public Shell unremembered(Runner runner) {
        return command -> {
            try {
                return runner.start("look-" + System.nanoTime(), command)
                        .await(Duration.ofSeconds(60))
                        .orElseThrow();
            } catch (InterruptedException e) {
                throw new Shell.Interrupted("interrupted");
            }
        };
    }

    private record Ended(Result result) implements Runner.Running {
        @Override
        public Optional<Result> await(Duration limit) {
            return Optional.of(result);
        }

        @Override
        public void stop() {}

        @Override
        public long pid() {
            return -1;
        }
    }
}
