package dev.kaltstart.twin;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shells that remember nothing; this machine has no programs, only a list of what was asked of it. */
final class FakeShells implements Shells {

    final List<Command> ranLocally = new ArrayList<>();

    @Override
    public Shell of(String recovery, String step, Runner runner) {
        return unremembered(runner);
    }

    @Override
    public Runner local() {
        return new Runner() {
            @Override
            public Running start(String id, Command command) {
                ranLocally.add(command);
                return new Ended(Result.exited(0, "", ""));
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
                        .await(Duration.ofSeconds(5))
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
