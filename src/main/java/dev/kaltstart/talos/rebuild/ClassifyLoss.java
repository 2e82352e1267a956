package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.talos.TalosCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A person says what was lost: no probe tells a fire from a tripped fuse. */
@Component
class ClassifyLoss extends HumanTask {

    private static final Fact<String> KIND = Fact.text("lossKind");
    private static final Fact<String> EVIDENCE = Fact.text("lossEvidence");
    private static final List<String> KINDS = List.of("lost", "alive", "node");

    @Override
    public Brief brief(Run run) {
        String probe = run.find(LossFacts.CLUSTER_PROBE).orElse("The machines have not been asked.");
        return new Brief(
                "Before anything is built again: is the cluster lost, or only unreachable? A cluster without power,"
                        + " network or storage comes back by itself, with all of its data.\n\n- "
                        + probe.lines().collect(Collectors.joining("\n\n- ")),
                commands(run),
                "Power first (fuses, UPS, 'power on after failure' in the firmware of the hosts), then switch and router,"
                        + " then the NAS, then the machines. Machines that only stand still are started, not installed.",
                "The cluster is lost when most control planes are gone for good: burned, stolen, or with dead disks. Ask for"
                        + " a second pair of eyes if you can.");
    }

    private static List<String> commands(Run run) {
        var lines = new ArrayList<String>();
        lines.add(TalosCommand.credentials(run.cluster()));
        for (Node node : run.cluster().inventory().nodes()) {
            lines.add("ping -c 3 " + node.address());
            lines.add(TalosCommand.on(run.cluster(), node, "version").line());
        }
        return lines;
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        if (!KINDS.contains(given.text(KIND, "say what was lost"))) {
            throw new Refused("'" + KIND.name() + "' is one of " + String.join(", ", KINDS));
        }
        given.text(EVIDENCE, "say what you checked, and what you saw: the report quotes it");
    }
}
