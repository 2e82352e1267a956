package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.SubjectNode;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Waits until a machine in maintenance mode answers at the address of the node. */
@Component
class AwaitMaintenance extends Step {

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(NodeFacts.MAINTENANCE_SEEN);
    }

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        Answer<String> insecure = talos.stageInsecure(node);
        if (insecure.value().filter("maintenance"::equals).isPresent()) {
            run.set(NodeFacts.MAINTENANCE_SEEN, "yes");
            return Check.met("a machine waits for its configuration at " + node.address());
        }
        if (insecure.silent()) {
            return Check.notYet("nothing answers at " + node.address() + " yet" + mac(node));
        }
        Answer<String> stage = talos.stage(node);
        if (stage.given() && wiped(run)) {
            // the wipe was observed, so an earlier attempt of this recovery applied this configuration
            return Check.met(node.name() + " was wiped and has been given its configuration since");
        }
        return stage.given()
                ? Check.notYet(node.name() + " has started from its old installation; let it start from the image, or"
                        + " wipe it: " + talos.reset(node, false).line())
                : Check.notYet("the machine at " + node.address() + " " + stage.message());
    }

    private static boolean wiped(Run run) {
        return run.is(MachineFacts.WIPED)
                || run.find(NodeFacts.MAINTENANCE_SEEN).isPresent();
    }

    private static String mac(Node node) {
        return node.mac() == null ? "" : "; it gets that address by DHCP for the MAC " + node.mac();
    }
}
