package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Applies the machine configuration, after checking the identity of the machine again. */
@Component
class ApplyConfig extends Step {

    private static final Set<String> CONFIGURED = Set.of("booting", "installing", "rebooting", "running", "upgrading");

    private final Machines machines;

    ApplyConfig(Machines machines) {
        this.machines = machines;
    }

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        Node waiting = MaintenanceAddress.of(run, node);
        Answer<String> insecure = talos.stageInsecure(waiting);
        if (insecure.value().filter("maintenance"::equals).isPresent()) {
            return Check.notYet("the machine at " + waiting.address() + " waits for its configuration");
        }
        Answer<String> stage = talos.stage(node);
        return stage.value()
                .filter(CONFIGURED::contains)
                .map(seen -> Check.met(node.name() + " has its configuration, stage " + seen))
                .orElseGet(() -> Check.unknown(node.name() + " " + stage.message()));
    }

    @Override
    public void perform(Run run) {
        Node node = MaintenanceAddress.of(run, SubjectNode.of(run));
        Talos talos = new Talos(run.cluster());
        Check same = Identity.compare(node, talos.uuidAnyhow(node), machines.wanted(run.recovery(), node.name()));
        if (!(same instanceof Check.Met)) {
            throw new Failure.NeedsHuman("WRONG_MACHINE", "no configuration was applied: " + same.message());
        }
        Path file = run.cluster().inventory().root().resolve(node.machineConfig());
        Result result = talos.order(talos.applyConfig(node, file));
        boolean refused = result.ending() == Result.Ending.EXITED && result.exitCode() != 0;
        if (refused && talos.stageInsecure(node).given()) {
            throw new Failure.NeedsHuman(
                    "CONFIG_REFUSED",
                    node.name() + " did not take its configuration: " + TalosText.line(result.error()));
        }
    }
}
