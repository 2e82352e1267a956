package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The network, DNS and Flux run, installed by the repository's own recipe, which knows what belongs together. Its exit code is not
 * believed: a recipe of the template may go on after a failure, and loops without an end.
 */
@Component
class BootstrapApps extends Step {

    /** What a chart waited for in vain the first time is mostly there the second time. */
    private static final int TRIES = 2;

    private static final int PARTS = 6;

    @Override
    public Check check(Run run) {
        List<String> missing = BaseSystems.of(run).missing();
        return missing.isEmpty()
                ? Check.met("network, DNS, the controllers of Flux and their source are there")
                : Check.notYet(String.join("; ", missing), Math.max(0, PARTS - missing.size()) / (double) PARTS);
    }

    @Override
    public void perform(Run run) {
        Command recipe = BootstrapRecipe.of(run.cluster().inventory()).orElseThrow(() -> byHand(run));
        Result result = Result.exited(0, "", "");
        for (int tries = 0; tries < TRIES; tries++) {
            result = run.cluster().shell().run(recipe);
            if (result.succeeded() || BaseSystems.of(run).missing().isEmpty()) {
                return;
            }
        }
        throw new Failure.NeedsHuman(
                "BOOTSTRAP_FAILED",
                "'" + recipe.line() + "' " + end(result) + ". Still missing: "
                        + String.join("; ", BaseSystems.of(run).missing()) + words(result));
    }

    private static String end(Result result) {
        return switch (result.ending()) {
            case EXITED -> "ended with exit code " + result.exitCode();
            case STOPPED -> "was stopped at its time limit";
            case UNKNOWN -> "ended while Kaltstart could not see it";
        };
    }

    private static String words(Result result) {
        List<String> lines = (result.output() + "\n" + result.error())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty()
                ? ""
                : ". Its last lines: "
                        + lines.stream().skip(Math.max(0, lines.size() - 3)).collect(Collectors.joining(" | "));
    }

    private static Failure byHand(Run run) {
        Optional<String> missing = BaseSystems.of(run).missing().stream().findFirst();
        return new Failure.NeedsHuman(
                "BOOTSTRAP_BY_HAND",
                "the repository has no recipe that Kaltstart knows (bootstrap:apps): install the network, DNS and Flux with the"
                        + " commands below, then retry. Missing: " + missing.orElse("nothing"));
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return InstallCommands.of(run.cluster().inventory());
    }
}
