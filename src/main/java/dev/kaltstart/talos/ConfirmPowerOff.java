package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** A machine that nobody can reach may still be writing to its volumes. Only somebody beside it can tell. */
@Component
class ConfirmPowerOff extends HumanTask {

    private static final Fact<String> EVIDENCE = Fact.text("powerEvidence");

    @Override
    protected Brief brief(Run run) {
        Node node = NodeFacts.node(run);
        return new Brief(
                node.name() + " is silent, which is not the same as off. Its volumes are about to be given to other"
                        + " nodes; if it still wrote to them, they would be corrupted.",
                List.of("ping -c 3 " + node.address()),
                "The machine" + mac(node) + " has no power: no LED at the network port, no fan, or the hypervisor,"
                        + " IPMI or smart plug says off. Pull the plug if in doubt.",
                "No answer to ping is not enough. Look at it, or at what feeds it.");
    }

    private static String mac(Node node) {
        return node.mac() == null ? "" : " with the MAC " + node.mac();
    }

    @Override
    protected void accept(Run run, Facts answers) {
        if (!answers.is(NodeFacts.POWERED_OFF)) {
            throw new Refused("Tick that the power is off once it is. To stop here, abort the recovery.");
        }
        if (answers.find(EVIDENCE).filter(text -> !text.isBlank()).isEmpty()) {
            throw new Refused("Say how you know that the power is off: it goes into the report.");
        }
    }
}
