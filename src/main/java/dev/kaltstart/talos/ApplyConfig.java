package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Gives the machine its configuration. The machine is identified once more, right before the command. */
@Component
class ApplyConfig extends Step {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        Optional<String> stage = Talos.of(run.cluster()).stage(node);
        return stage.filter(now -> !now.equals("maintenance"))
                .map(now -> Check.met("the machine accepts the cluster's certificates, stage " + now))
                .orElseGet(() -> Check.notYet("the machine does not answer with the cluster's certificates yet"));
    }

    @Override
    protected void perform(Run run) {
        Node node = NodeFacts.node(run);
        Check identity = Identity.inMaintenance(run, node);
        if (!(identity instanceof Check.Met)) {
            throw new Failure.NeedsHuman("WRONG_MACHINE", "refused before any command: " + identity.words());
        }
        Result result = run.cluster().shell().run(apply(run, node));
        if (!result.succeeded() && !Talos.of(run.cluster()).answers(node)) {
            throw new Failure.Retryable(
                    "APPLY_FAILED", "talosctl apply-config: " + result.error().strip());
        }
    }

    private static Command apply(Run run, Node node) {
        var file = new MachineConfigs(run.cluster().inventory()).file(node);
        return Command.of(
                        "talosctl",
                        "-n",
                        node.address(),
                        "-e",
                        node.address(),
                        "apply-config",
                        "--insecure",
                        "-f",
                        file.toString())
                .within(Duration.ofMinutes(3));
    }
}
