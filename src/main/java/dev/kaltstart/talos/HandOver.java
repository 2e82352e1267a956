package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** This is no node failure but a cluster loss: what is right for one node would destroy what is left. */
@Component
class HandOver extends HumanTask {

    private static final Fact<Boolean> HANDED_OVER = Fact.flag("handedOver");

    @Override
    protected Brief brief(Run run) {
        Node node = NodeFacts.node(run);
        return new Brief(
                "etcd has no majority without " + node.name() + " (" + run.get(NodeFacts.QUORUM_WORDS)
                        + "). Nothing was"
                        + " changed. Follow cluster loss from here, and try to save etcd from the disk first.",
                List.of(
                        "talosctl -n " + node.address() + " -e " + node.address() + " etcd snapshot db.snapshot",
                        "talosctl -n " + node.address() + " -e " + node.address()
                                + " cp /var/lib/etcd/member/snap/db db.copy"),
                "If the machine still answers at all, one of the two gives you the data of etcd: keep it safe.",
                "Do not reset or flash this machine before that, and do not run talosctl bootstrap anywhere.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        if (!answers.is(HANDED_OVER)) {
            throw new Refused("Tick that you have understood that this recovery ends here.");
        }
    }
}
