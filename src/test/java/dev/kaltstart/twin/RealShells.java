package dev.kaltstart.twin;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import java.time.Duration;
import java.util.Optional;

/** Shells that remember nothing and run real programs. */
final class RealShells implements Shells {

    private final RealGit programs = new RealGit();

    @Override
    public Shell of(String recovery, String step, Runner runner) {
        return unremembered(runner);
    }

    @Override
    public Runner local() {
        return new Runner() {
            @Override
            public Running start(String id, Command command) {
                return new Ended(programs.run(command));
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
