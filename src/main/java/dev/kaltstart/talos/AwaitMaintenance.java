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

/** Waits until a machine in maintenance mode answers at the address of the node, or where a person has seen it. */
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
        Node waiting = MaintenanceAddress.of(run, node);
        Answer<String> insecure = talos.stageInsecure(waiting);
        if (insecure.value().filter("maintenance"::equals).isPresent()) {
            run.set(NodeFacts.MAINTENANCE_SEEN, "yes");
            return Check.met("a machine waits for its configuration at " + waiting.address());
        }
        if (insecure.silent() && waiting.equals(node)) {
            return Check.notYet("nothing answers at " + node.address() + " yet" + mac(node)
                    + ". If its screen shows another address, choose 'It has another address' when this step asks you");
        }
        Answer<String> stage = talos.stage(node);
        if (stage.given() && wiped(run)) {
            // the wipe was observed, so an earlier attempt of this recovery applied this configuration
            return Check.met(node.name() + " was wiped and has been given its configuration since");
        }
        if (insecure.silent()) {
            return Check.notYet("nothing answers at " + waiting.address() + " yet, where the machine is said to be");
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
