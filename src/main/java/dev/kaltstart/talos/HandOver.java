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

/** Without a quorum there is nothing left to lose a node from: this is the loss of the cluster. */
@Component
class HandOver extends HumanTask {

    private static final Fact<Boolean> HANDED_OVER = Fact.flag("handedOver");
    private static final Fact<String> NOTES = Fact.text("handOverNotes");

    @Override
    protected Brief brief(Run run) {
        return new Brief(
                run.find(NodeFacts.QUORUM_WORDS).orElse("etcd has no quorum without this node")
                        + ". Removing the node would destroy what is left of etcd, so this recovery ends here and the"
                        + " loss of the cluster takes over.",
                commands(run),
                "A snapshot, or at least the raw database, of every control plane that still has a disk. A snapshot needs"
                        + " an etcd that answers; the raw copy does not.",
                "Keep both away from the cluster before anything else is tried, and say in the notes where they are.");
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
    protected void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(HANDED_OVER, "tick that it is handed over; until then this recovery stays where it is");
        given.text(NOTES, "write down what was saved, where it is, and who goes on with it");
    }
}
