package dev.kaltstart.chaos;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;

/**
 * The steps of the model: each leaves a mark, or several, or waits. Not a configuration by name: every test of the
 * whole application scans this package too, and would take these steps for its own.
 */
class MarkingSteps {

    /**
     * Three commands in one step, and the check can see the last one's effect only: what keeps the first two from
     * happening again after a kill is the journal, and nothing else.
     */
    @Bean
    Step gather(Marks marks) {
        return new Step() {
            @Override
            public Check check(Run run) {
                return seen(marks, run, Marks.GATHERED.get(2));
            }

            @Override
            public void perform(Run run) {
                for (String effect : Marks.GATHERED) {
                    untilItSucceeds(run, marks.command(run.recovery(), effect, 0.3));
                }
            }
        };
    }

    /** A command whose end is known is given again; one whose end is not may have had its effect. */
    private static void untilItSucceeds(Run run, Command command) {
        for (int attempt = 0; attempt < 10; attempt++) {
            if (known(run.cluster().shell().run(command)).succeeded()) {
                return;
            }
        }
        throw new Failure.NeedsHuman("KILLED", "killed ten times: " + command.line());
    }

    private static Result known(Result result) {
        if (result.ending() == Result.Ending.UNKNOWN) {
            throw new Failure.NeedsHuman("END_UNKNOWN", "nobody saw how a command ended");
        }
        return result;
    }

    private static Check seen(Marks marks, Run run, String effect) {
        return marks.there(run.recovery(), effect) ? Check.met("marked") : Check.notYet("no mark of " + effect);
    }

    @Bean
    Step left(Marks marks) {
        return marking(marks, "left", 0.1);
    }

    @Bean
    Step right(Marks marks) {
        return marking(marks, "right", 1);
    }

    /** Outlives a restart, so that it is found at work. */
    @Bean
    Step copySlowly(Marks marks) {
        return marking(marks, "copySlowly", 5);
    }

    @Bean
    Step finish(Marks marks) {
        return marking(marks, "finish", 0.5);
    }

    private static Step marking(Marks marks, String effect, double seconds) {
        return new Step() {
            @Override
            public Check check(Run run) {
                return seen(marks, run, effect);
            }

            @Override
            public void perform(Run run) {
                Command command = marks.command(run.recovery(), effect, seconds);
                Result result = known(run.cluster().shell().run(command));
                if (!result.succeeded()) {
                    throw new Failure.Retryable("KILLED", "the command was killed: " + result);
                }
            }
        };
    }

    @Bean
    Step settle(Marks marks) {
        return new Step() {
            @Override
            public Check check(Run run) {
                Command look = Command.of("ls", marks.directory().toString());
                if (!run.cluster().looking().run(look).succeeded()) {
                    return Check.unknown("cannot look");
                }
                boolean over =
                        run.cluster().clock().instant().isAfter(run.began().plus(Duration.ofSeconds(1)));
                return over ? Check.met("a second has passed") : Check.notYet("wait a second");
            }
        };
    }

    @Bean
    Step destroy(Marks marks) {
        return new Step.Destructive() {
            @Override
            public Check check(Run run) {
                return missing(marks, run).stream()
                        .findFirst()
                        .map(effect -> Check.notYet("no mark of " + effect))
                        .orElseGet(() -> Check.met("marked"));
            }

            @Override
            public Check identity(Run run) {
                return Check.met("it is the one");
            }

            @Override
            public void perform(Run run, Plan approved) {
                approved.commands().forEach(run.cluster().shell()::run);
            }

            @Override
            public Plan plan(Run run) {
                return new Plan(
                        run.subject(),
                        missing(marks, run).stream()
                                .map(effect -> marks.command(run.recovery(), effect, 0.5))
                                .toList(),
                        List.of(),
                        List.of("a mark is there"));
            }
        };
    }

    private static List<String> missing(Marks marks, Run run) {
        return Marks.DESTROYED.stream()
                .filter(effect -> !marks.there(run.recovery(), effect))
                .toList();
    }
}
