package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.SubjectNode;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Without an etcd quorum this is a loss of the cluster, not of a node. */
@Component
class HandOver extends HumanTask {

    private static final Fact<Boolean> HANDED_OVER = Fact.flag("handedOver");
    private static final Fact<String> NOTES = Fact.text("handOverNotes");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                run.find(NodeFacts.QUORUM_WORDS).orElse("etcd has no quorum without this node")
                        + run.find(NodeFacts.PROBE_WORDS)
                                .map(probes -> ". The probes: " + probes)
                                .orElse("")
                        + ". Removing the node would destroy the rest of etcd, so this recovery ends here; continue with"
                        + " the recovery of the whole cluster.",
                commands(run),
                "A snapshot, or at least the raw database, of every control plane that still has a disk. A snapshot needs"
                        + " a running etcd; the raw copy does not.",
                "Store both outside the cluster before you try anything else, and note where they are.");
    }

    private static List<String> commands(Run run) {
        var lines = new ArrayList<String>();
        lines.add(TalosCommand.credentials(run.cluster()));
        lines.add("# is the node really lost? Power, console and network first");
        lines.add(TalosCommand.on(run.cluster(), SubjectNode.of(run), "version").line());
        for (Node node : run.cluster().inventory().controlPlanes()) {
            String name = node.name().value();
            lines.add("# save etcd of " + name);
            lines.add(TalosCommand.on(run.cluster(), node, "etcd", "snapshot", "etcd-" + name + ".db")
                    .line());
            lines.add(
                    TalosCommand.on(run.cluster(), node, "cp", "/var/lib/etcd/member/snap/db", "etcd-" + name + "-raw")
                            .line());
        }
        return lines;
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(HANDED_OVER, "tick that it is handed over; until then this recovery waits");
        given.text(NOTES, "note the saved data, its location, and who continues");
    }
}
